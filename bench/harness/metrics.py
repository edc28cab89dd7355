"""What the figures are called, and their units."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Metric:
    title: str
    unit: str
    digits: int = 1


METRICS = {
    "cpu": Metric("Server CPU", "µs/request", 2),
    "cpu_gb": Metric("Server CPU", "s/GB", 3),
    "cpu_connection": Metric("Server CPU", "µs/connection", 0),
    "rate": Metric("Throughput", "requests/s", 0),
    "mb": Metric("Throughput", "MB/s", 0),
    "p50": Metric("Latency, p50", "ms", 3),
    "p90": Metric("Latency, p90", "ms", 3),
    "p99": Metric("Latency, p99", "ms", 3),
    "p999": Metric("Latency, p99.9", "ms", 3),
    "max": Metric("Latency, maximum", "ms", 2),
    "late": Metric("Generator's own delay, p99", "ms", 3),
    "offered": Metric("Offered rate", "requests/s", 0),
    "start": Metric("Start to the first answer", "ms", 0),
    "rss": Metric("RSS after the first answer", "MiB", 1),
    "pss": Metric("PSS after the first answer", "MiB", 1),
    "pss_loaded": Metric("PSS under load, maximum", "MiB", 1),
    "pss_after": Metric("PSS after load", "MiB", 1),
    "per_connection": Metric("PSS for an idle connection", "KiB", 2),
    "seen": Metric("New bytes after, median", "ms", 2),
    "seen_max": Metric("New bytes after, maximum", "ms", 2),
    "stale": Metric("Changes with an old answer", "%", 0),
    "dropped": Metric("Slow clients dropped", "", 0),
}
