"""What is measured under load, one line each, and the rest from alone.

A case is a function of a running server that returns one figure for each of its metrics; it is
called once a round. `bench/run --list` prints all.
"""

import dataclasses
import subprocess
from collections.abc import Callable

from . import alone, load
from .peer import FILES, GZIP, H2, LOG, TLS, WORKERS
from .server import Failed, Settings
from .site import KIB, MIB


@dataclasses.dataclass(frozen=True)
class Case:
    name: str
    group: str
    title: str
    metrics: tuple[str, ...]
    measure: Callable  # (server, seconds) to figures and trouble; alone: (start, seconds)
    check: Callable | None  # raises Failed; makes the files of the case
    settings: Settings = Settings()
    needs: frozenset = frozenset()
    alone: bool = False  # starts its own server
    rounds: int = 0  # instead of those of the run
    warm: int = 1  # seconds of its own load before it; a JVM compiles TLS late


def per_request(generate):
    """A measure: requests, seconds and trouble of a load; the CPU time that the server spent."""

    def measure(server, seconds):
        before = server.cpu_seconds()
        count, elapsed, trouble = generate(server, seconds)
        if not count:
            raise Failed(f"no request was answered; {trouble}")
        cpu = server.cpu_seconds() - before
        return {"cpu": cpu / count * 1e6, "rate": count / elapsed}, trouble

    return measure


def renamed(measure, names):
    """The same figures as other metrics: name to new name and factor."""

    def measure_renamed(server, seconds):
        figures, trouble = measure(server, seconds)
        return {new: figures[name] * factor for name, (new, factor) in names.items()}, trouble

    return measure_renamed


def same(size, headers=None):
    """A check: the file is served."""

    def check(server):
        path = server.site.file(size)
        load.expect(server, path, headers or {}, 200, server.site.read(path))

    return check


def file_case(name, group, title, size=104, headers=None, needs=FILES, settings=Settings(), **wrk):
    def generate(server, seconds):
        counted = size if size >= MIB else 0
        if wrk.get("connections", 0) >= 10_000:
            seconds *= 3  # to connect them takes a part of it
        return load.wrk(server, f"/{size}.bin", seconds, headers=headers, size=counted, **wrk)

    needs = frozenset({needs} - {None})
    metrics = ("cpu", "rate")
    return Case(name, group, title, metrics, per_request(generate), same(size), settings, needs)


def sizes():
    for name, size, connections in [
        ("104", 104, 100),
        ("10k", 10 * KIB, 100),
        ("100k", 100 * KIB, 100),
        ("1m", MIB, 100),
        ("10m", 10 * MIB, 10),
        ("100m", 100 * MIB, 4),
    ]:
        unit = "B" if size < KIB else "KiB" if size < MIB else "MiB"
        number = size if size < KIB else size // (KIB if size < MIB else MIB)
        title = f"{number} {unit}, c={connections}"
        needs = None if size == 104 else FILES
        yield file_case(f"size-{name}", "sizes", title, size, needs=needs, connections=connections)


def connections():
    for count in 1, 1000, 10_000:
        title = f"{count:,} connection" + "s" * (count > 1)
        yield file_case(f"c-{count}", "connections", title, needs=None, connections=count)
    script = load.pipelined("/104.bin", 16)
    yield file_case("pipelined", "connections", "16 pipelined, c=100", script=script)
    title = "a connection per request, c=100"
    yield file_case("close", "connections", title, headers={"Connection": "close"})
    ab = per_request(lambda server, seconds: load.ab(server, "/104.bin", seconds))
    title, needs = "the same with HTTP/1.0 (ab)", frozenset({FILES})
    metrics = ("cpu", "rate")
    yield Case("close-ab", "connections", title, metrics, ab, same(104), needs=needs)


def settings():
    yield file_case("log", "settings", "104 B, access log", needs=LOG, settings=Settings(log=True))
    two = Settings(workers=2)
    yield file_case("workers-2", "settings", "104 B, 2 workers", needs=WORKERS, settings=two)


def answers():
    metrics, needs = ("cpu", "rate"), frozenset({FILES})

    def condition(server):
        _, headers, _ = load.get(server, server.site.file(10 * KIB))
        if headers["ETag"]:
            return {"If-None-Match": headers["ETag"]}
        return {"If-Modified-Since": headers["Last-Modified"] or ""}

    def check_304(server):
        load.expect(server, "/10240.bin", condition(server), 304, b"")

    def check_range(server):
        path = server.site.file(10 * KIB)
        load.expect(server, path, ranged, 206, server.site.read(path)[1000:2000])

    def check_gzip(server):
        page = server.site.page()
        load.expect(server, page, encoded, 200, server.site.read(f"{page}.gz"))

    def with_headers(path, headers):
        return per_request(lambda server, seconds: load.wrk(server, path, seconds, headers=headers))

    def measure_304(server, seconds):
        return with_headers("/10240.bin", condition(server))(server, seconds)

    ranged, encoded = {"Range": "bytes=1000-1999"}, {"Accept-Encoding": "gzip"}
    yield Case("304", "answers", "304", metrics, measure_304, check_304, needs=needs)
    measure = with_headers("/10240.bin", ranged)
    yield Case("range", "answers", "range, 1,000 B", metrics, measure, check_range, needs=needs)
    measure, needs = with_headers("/page.html", encoded), frozenset({GZIP})
    title = "precompressed page"
    yield Case("precompressed", "answers", title, metrics, measure, check_gzip, needs=needs)


def files():
    def case(count):
        def check(server):
            server.site.tree(count)
            last = f"/f/{(count - 1) // 1000:04}/{(count - 1) % 1000:03}.bin"
            load.expect(server, last, {}, 200, b"y" * 104)

        script = load.spread(count)
        measure = per_request(lambda server, seconds: load.wrk(server, "/", seconds, script=script))
        title = f"{count:,} file" + "s" * (count > 1)
        metrics, needs = ("cpu", "rate"), frozenset({FILES})
        return Case(f"files-{count}", "files", title, metrics, measure, check, needs=needs)

    return map(case, [1, 1000, 100_000, 1_000_000])


def check_tls(server):
    path = server.site.file(104)
    load.expect(server, path, {}, 200, server.site.read(path), tls=True)


def check_h2(tls):
    def check(server):
        path = server.site.file(104)
        scheme, port = ("https", server.place.tls_port) if tls else ("http", server.h2_port)
        command = ["nghttp", f"{scheme}://127.0.0.1:{port}{path}"]
        done = subprocess.run(command, capture_output=True, timeout=30)
        if done.stdout != server.site.read(path):
            raise Failed(f"other bytes by HTTP/2: {done.stderr[-200:]}")

    return check


SECURE = Settings(tls=True)


def tls_and_h2():
    """HTTP/2, and TLS with either version; a large file; handshakes."""

    def case(name, title, group, arguments, tls, h2):
        def generate(server, seconds):
            # h2load hangs if its time ends before all are connected, as with a JVM that is cold.
            amount = {"seconds": seconds} if seconds > 1 else {"count": 5000}
            return load.h2load(server, "/104.bin", ["-c100", *arguments], tls, h2, **amount)

        check = check_h2(tls) if h2 else check_tls
        needs = frozenset({TLS} if tls else ()) | frozenset({H2} if h2 else ())
        metrics, measure = ("cpu", "rate"), per_request(generate)
        return Case(name, group, title, metrics, measure, check, SECURE, needs, warm=3)

    yield case("tls", "HTTP/1.1, TLS", "tls", ["--h1"], True, False)
    yield case("h2-10", "10 streams", "http2", ["-m10"], False, True)
    yield case("h2-100", "100 streams", "http2", ["-m100"], False, True)
    yield case("h2-tls-10", "10 streams, TLS", "http2", ["-m10"], True, True)
    yield case("h2-tls-100", "100 streams, TLS", "http2", ["-m100"], True, True)


def large_by_tls():
    size, gigabytes = 64 * MIB, 64 * MIB / 1e9

    def case(name, title, arguments, tls, h2):
        def generate(server, seconds):
            path = server.site.file(size)
            return load.h2load(server, path, arguments, tls, h2, count=8 * seconds)

        names = {"cpu": ("cpu_gb", 1e-6 / gigabytes), "rate": ("mb", gigabytes * 1000)}
        measure = renamed(per_request(generate), names)
        needs = frozenset({TLS, H2} if h2 else {TLS})
        metrics = ("cpu_gb", "mb")
        return Case(name, "tls-large", title, metrics, measure, check_tls, SECURE, needs, warm=3)

    yield case("large-tls", "64 MiB, HTTP/1.1, TLS", ["--h1", "-c4"], True, False)
    yield case("large-h2", "64 MiB, HTTP/2", ["-c1", "-m4"], False, True)
    yield case("large-h2-tls", "64 MiB, HTTP/2, TLS", ["-c1", "-m4"], True, True)


def handshakes():
    for version in "1.3", "1.2":
        for kind, option in [("full", "-new"), ("resumed", "-reuse")]:
            arguments = [option, f"-tls{version.replace('.', '_')}"]

            def generate(server, seconds, arguments=arguments):
                return load.handshakes(server, arguments, seconds)

            names = {"cpu": ("cpu_connection", 1)}
            measure = renamed(per_request(generate), names)
            name, group = f"handshake-{kind}-{version}", "handshakes"
            title, metrics, needs = f"{kind}, TLS {version}", ("cpu_connection",), frozenset({TLS})
            yield Case(name, group, title, metrics, measure, check_tls, SECURE, needs, warm=3)


def latency():
    """At a share of what the same server reached with 100 connections that wait for answers."""
    needs = frozenset({FILES})
    metrics = ("p50", "p90", "p99", "p999", "late", "offered")

    def case(percent):
        def measure(server, seconds):
            if server.saturation is None:
                count, elapsed, _ = load.wrk(server, "/104.bin", seconds)
                server.saturation = count / elapsed
            rate = server.saturation * percent / 100
            figures, trouble = load.open_loop(server, "/104.bin", rate, 2 * seconds)
            return {**figures, "offered": rate}, trouble

        name, title = f"latency-{percent}", f"{percent} % of saturation"
        return Case(name, "latency", title, metrics, measure, same(104), needs=needs)

    return map(case, [30, 50, 70])


def with_own_server():
    def case(name, group, title, metrics, measure, rounds=0):
        needs, check = frozenset({FILES}), None
        return Case(
            name, group, title, metrics, measure, check, needs=needs, alone=True, rounds=rounds
        )

    yield case("start", "start", "start", ("start", "rss", "pss"), alone.start, 15)
    metrics = ("rss", "pss", "pss_loaded", "pss_after", "per_connection")
    yield case("memory", "memory", "memory", metrics, alone.memory, 1)
    metrics = ("seen", "seen_max", "stale")
    yield case("fresh-rewritten", "fresh", "rewritten in place", metrics, alone.rewritten, 1)
    yield case("fresh-renamed", "fresh", "replaced by a rename", metrics, alone.renamed, 1)
    metrics = ("p50", "p99", "rate", "dropped")
    for when, title in [
        ("none", "no slow clients"),
        ("arriving", "1,200 arriving at once"),
        ("there", "1,200 there for a while"),
    ]:
        yield case(f"slow-{when}", "slow", title, metrics, alone.slow(when))


CASES = [
    *sizes(),
    *connections(),
    *settings(),
    *answers(),
    *files(),
    *tls_and_h2(),
    *large_by_tls(),
    *handshakes(),
    *latency(),
    *with_own_server(),
]
