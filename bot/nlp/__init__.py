"""Actors, claims, warnings and locations of a news text: spaCy components, and one function that runs them.

spaCy and its 60 MB are loaded with the first of the pipeline's functions that is asked for: a process that only hands
texts to the pool does without.
"""

from typing import TYPE_CHECKING, Any

from bot.nlp.versioning import pipeline_version

if TYPE_CHECKING:
    from bot.nlp.pipeline import extract, load_pipeline, read

__all__ = ["extract", "load_pipeline", "pipeline_version", "read"]


def __getattr__(name: str) -> Any:
    """The pipeline's functions. Raises AttributeError for any other name."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from bot.nlp import pipeline

    return getattr(pipeline, name)
