"""What every stage reads and writes on a ``Doc``: tokens, paragraphs, spans, actors."""
