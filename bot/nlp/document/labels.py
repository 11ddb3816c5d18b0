"""Sets of spaCy's tags, dependencies and entity labels that several stages ask for, each written down once."""

from typing import Final

SUBJECTS: Final = frozenset({"nsubj", "nsubjpass", "csubj"})
OBJECTS: Final = frozenset({"dobj", "dative"})
# Tags of verbs that stand by themselves, without and with modals.
FINITE: Final = frozenset({"VBD", "VBZ", "VBP"})
FINITE_OR_MODAL: Final = FINITE | {"MD"}
# Entities that may speak, and those that only tell when.
PARTIES: Final = frozenset({"PERSON", "ORG", "GPE", "NORP"})
TIMES: Final = frozenset({"DATE", "TIME"})
