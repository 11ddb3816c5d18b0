"""What Prometheus sees of the jobs."""

from prometheus_client import Counter, Gauge, Histogram

JOBS = Counter("nutgraf_jobs_total", "Tries of jobs by how they ended", ["task", "outcome"])
SECONDS = Histogram(
    "nutgraf_job_seconds",
    "Time that one try of a job took",
    ["task"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120),
)
RUNNING = Gauge("nutgraf_jobs_running", "Jobs under way in this process", ["task"])
WAITING = Gauge("nutgraf_jobs_waiting", "Jobs that wait for a worker, in all of the queue")
