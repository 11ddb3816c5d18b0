"""Words and names, as data: no document here."""
