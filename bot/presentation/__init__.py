"""What people read: wording, dates, order and grouping, the same in Slack and in a terminal.

Pure functions over the models. Nothing here knows Block Kit or a terminal: ``bot.slack.blocks`` and
``bot.cli.terminal`` draw what these functions say.

- ``sentences``: every sentence that nutgraf says about itself or about what went wrong, in one place
- ``wording``: names of kinds and stances, labels
- ``formats``: dates, counts, lists, in British or American style
- ``text``: a stranger's text made harmless and cut to length
- ``claims``, ``warnings``, ``actors``, ``places``, ``lead``, ``notes``, ``answers``: what is shown, in which order
"""
