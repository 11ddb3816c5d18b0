"""Two networks that read text: a sentence encoder, and a cross-encoder that reads a question with a sentence.

Both come from all-MiniLM-L6-v2 (sentence-transformers; Wang et al. 2020, MiniLM; Apache-2.0), in int8, and share its
tokenizer. ``data/MODEL.md`` is the model card; ``deploy/training`` makes the files.
"""

from bot.encoder.cross_encoder import CrossEncoder
from bot.encoder.sentence_encoder import SentenceEncoder

__all__ = ["CrossEncoder", "SentenceEncoder"]
