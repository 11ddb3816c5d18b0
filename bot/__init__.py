"""nutgraf: reads a story posted in Slack and answers with what stands in it, word for word."""

__version__ = "0.1.0"
