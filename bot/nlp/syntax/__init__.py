"""Grammar over the parse: phrases, voice, subjects, quotations, and the layout of a document."""
