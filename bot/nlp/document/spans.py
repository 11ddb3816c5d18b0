"""Where findings live on a ``Doc`` while the pipeline runs.

Spans stand in ``doc.spans`` groups and are tied by ``span.id_``; whatever is no span stands in ``doc._`` as plain
dictionaries, so that ``to_bytes`` and ``n_process`` work (Span objects in ``doc._`` break both). Every finding is
turned into the models by ``bot.nlp.report`` and nowhere else.

==============  =============================================================  ==============================
group           label_ of its spans                                            id_
==============  =============================================================  ==============================
PARAGRAPHS      role: headline, byline, caption, body, boilerplate             ""
MENTIONS        form: name, nominal, pronoun                                   an actor's ("a0")
CLAIMS          content, source, cue, addressee                                a claim's ("c0")
WARNINGS        content, cue, actor, recipient, condition, consequence,        a warning's ("w0")
                deadline
TOPONYMS        toponym                                                        a location's ("l0")
==============  =============================================================  ==============================

==============  ==============================================================================================
extension       list of dictionaries, with the keys of the model of that name less its spans
==============  ==============================================================================================
doc._.actors      id, name, kind, aliases, role, role_span, affiliation
doc._.nameless    name, kind, mentions (start, end, head, form): no actor before a claim or warning needs it
doc._.claims      id, kind, stance, speaker, addressee, confidence           (speaker, addressee: actors' ids)
doc._.warnings    id, kind, actor, recipient, claim, negated, plover, confidence, event
doc._.locations   id, name, aliases, place (a dictionary with Place's keys, or None), alternatives
==============  ==============================================================================================
"""

from typing import Any, Final

from spacy.tokens import Doc

PARAGRAPHS: Final = "paragraphs"
MENTIONS: Final = "mentions"
CLAIMS: Final = "claims"
WARNINGS: Final = "warnings"
TOPONYMS: Final = "toponyms"

Record = dict[str, Any]

for _name in ("actors", "claims", "warnings", "locations", "actor_at", "actor_sure", "nameless"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=[])
