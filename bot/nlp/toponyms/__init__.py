"""Places: which names of a story are places, and which of their namesakes they mean.

``nutgraf_toponyms`` reads entities, words and paragraph roles and leaves ``doc.spans["toponyms"]`` and
``doc._.locations`` as ``bot.nlp.document.spans`` describes them.
"""

from bot.nlp.toponyms.component import Toponyms, create

__all__ = ["Toponyms", "create"]
