"""Meaning as vectors: texts that say the same lie close, whatever their words.

The encoder is all-MiniLM-L6-v2 (sentence-transformers; Wang et al. 2020, MiniLM; Apache-2.0), in int8.
``data/MODEL.md`` is the model card; ``deploy/training/meaning.py`` makes the file.
"""

from bot.meaning.encoder import Encoder

__all__ = ["Encoder"]
