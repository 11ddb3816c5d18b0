"""One pipeline for every test of the language part: loading it takes a second."""

from collections.abc import Callable

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from bot.models import Article, Report
from bot.nlp import extract, load_pipeline, read


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The whole pipeline."""
    return load_pipeline()


@pytest.fixture
def reading(nlp: Language) -> Callable[[str], Doc]:
    """A text through the whole pipeline, as a Doc."""
    return lambda text: read(nlp, text)


@pytest.fixture
def report(nlp: Language) -> Callable[[str], Report]:
    """A text through the whole pipeline, as a Report."""
    return lambda text: extract(nlp, Article(text=text))
