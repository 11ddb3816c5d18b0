"""What Prometheus sees of Slack."""

from prometheus_client import Counter, Gauge, Histogram

EVENTS = Counter("nutgraf_events_total", "What came from Slack, by kind and by what was decided", ["kind", "decision"])
ACKNOWLEDGED = Histogram(
    "nutgraf_acknowledge_seconds",
    "From an event's arrival to its acknowledgement",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 3),
)
REPLY = Histogram(
    "nutgraf_reply_seconds",
    "From the start of reading a post to its reply",
    ["cached"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
BACKLOG = Gauge("nutgraf_backlog", "Events that wait in memory for Redis to come back")
REFUSED = Counter("nutgraf_slack_refusals_total", "Calls that Slack refused, by its error code", ["code"])
CONNECTED = Gauge("nutgraf_slack_connected", "Whether the Socket Mode connection stands (1) or not (0)")
"""Stays unset with HTTP, where Slack connects to us."""
