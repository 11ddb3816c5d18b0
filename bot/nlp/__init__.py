"""Actors, claims, warnings and locations of a news text: spaCy components, and one function that runs them."""

from bot.nlp.pipeline import extract, load_pipeline, pipeline_version, read

__all__ = ["extract", "load_pipeline", "pipeline_version", "read"]
