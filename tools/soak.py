#!/usr/bin/env python3
"""Lets a server run for a long time under load, with reloads, restarts and faults: docs/hardening.md.

    tools/soak.py [--minutes 30] [--restart 600] [--out DIR] [--image DIR]

Clients send requests on kept connections, on new ones, and slowly; each response is compared, and any
that is refused, cut or wrong ends the test. Others send garbage, reset connections, send half a head,
or do not read. Every 20 seconds the settings change and are reloaded, every 30 the access log is
rotated, every 40 all descriptors that are left to connections are taken for a second, every 600
the server is restarted by `otus-server restart`.

The samples are the server's own metrics, one every 5 seconds; DIR gets them as samples.csv, and as
plots in soak.svg. In the end the last third of the samples must not be above the first one (without
the first tenth, in which the JVM warms up) by more than a fifth: memory, descriptors, threads.
"""

import argparse
import contextlib
import http.client
import os
import pathlib
import random
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

TREE = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(TREE / "acceptance"))
from load_clients import Load, write_site  # noqa: E402

IMAGE = TREE / "server-app/target/otus-server"
KINDS = ["kept"] * 2 + ["fresh"] * 2 + ["slow"] * 8
SAMPLED = {
    "process_resident_memory_bytes": "resident memory, MiB",
    "otus_heap": "heap in use, MiB",
    "process_open_fds": "open descriptors",
    "jvm_threads_current": "threads",
    "otus_connections": "connections",
    "otus_requests": "requests a second",
    "process_cpu_seconds_total": "CPU, % of one core",
}
FLAT = ["process_resident_memory_bytes", "process_open_fds", "jvm_threads_current"]
SLACK = 1.2
EVERY = 5  # seconds between samples


class Soak:
    def __init__(self, options, directory):
        self.options = options
        self.directory = directory
        with contextlib.ExitStack() as sockets:
            probes = [sockets.enter_context(socket.socket()) for _ in range(2)]
            for probe in probes:
                probe.bind(("127.0.0.1", 0))
            self.port, self.admin = (probe.getsockname()[1] for probe in probes)
        self.config = directory / "otus.toml"
        self.log = directory / "access.log"
        self.pid_file = directory / "otus.pid"
        self.ended = threading.Event()
        self.events = []
        self.began = time.monotonic()

    def write_config(self, number):
        mounts = '"/status=admin"' if number % 2 else ""
        self.config.write_text(f"""\
root = "{self.directory}/site"
listen = ["127.0.0.1:{self.port}"]
admin = "127.0.0.1:{self.admin}"
access-log = "combined:{self.log}"
header = ["X-Settings: {number}"]
mount = [{mounts}]
max-connections = {400 + number % 7}
compress = {"true" if number % 3 else "false"}
max-requests-per-connection = {1000 + number % 5}
""")

    def verb(self, *words):
        done = subprocess.run(
            [self.options.image / "bin/otus-server", *words, "--config", self.config, "--pid-file", self.pid_file],
            capture_output=True, text=True, timeout=120)
        if done.returncode != 0:
            raise SystemExit(f"{words[0]}: exit code {done.returncode}: {done.stdout}{done.stderr}")

    def note(self, what):
        self.events.append((time.monotonic() - self.began, what))

    def pid(self):
        return int(self.pid_file.read_text().split()[0])

    # --- disturbances, each on a thread of its own ---

    def every(self, seconds, what, action):
        def repeat():
            number = 0
            while not self.ended.wait(seconds):
                number += 1
                action(number)
                if what:
                    self.note(what)

        return threading.Thread(target=repeat, daemon=True, name=what or "misfits")

    def reload(self, number):
        with self.lock:
            self.write_config(number)
            self.verb("reload")

    def restart(self, number):
        with self.lock:
            self.verb("restart")

    def rotate(self, number):
        with self.lock:
            self.log.replace(self.log.with_suffix(".1"))
            os.kill(self.pid(), 10)  # USR1

    def crowd(self, number):
        crowd = []
        for _ in range(300):
            with contextlib.suppress(OSError):
                crowd.append(socket.create_connection(("127.0.0.1", self.port), 2))
        self.ended.wait(1)
        for each in crowd:
            each.close()

    def misfits(self, number):
        chosen = random.Random(number)
        with contextlib.suppress(OSError):
            with socket.create_connection(("127.0.0.1", self.port), 5) as client:
                kind = number % 5
                if kind == 0:
                    client.sendall(chosen.randbytes(500))
                    client.recv(1000)
                elif kind == 1:  # a reset in the middle of a response
                    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
                    client.sendall(b"GET /c.txt HTTP/1.1\r\nHost: localhost\r\n\r\n")
                    client.recv(1000)
                elif kind == 2:
                    client.sendall(b"GET /a.txt HT")
                elif kind == 3:  # asks, and does not read
                    client.sendall(b"GET /c.txt HTTP/1.1\r\nHost: localhost\r\n\r\n" * 5)
                    self.ended.wait(0.2)
                else:
                    client.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n123")

    # --- samples ---

    def sample(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.admin, timeout=20)
        with contextlib.closing(connection):
            connection.request("GET", "/metrics")
            text = connection.getresponse().read().decode()

        def total(name, labels=""):
            return sum(float(v) for v in re.findall(rf"^{name}(?:\{{[^}}]*{labels}[^}}]*\}})? (\S+)$", text, re.M))

        return {
            "time": time.monotonic() - self.began,
            "pid": self.pid(),
            "process_resident_memory_bytes": total("process_resident_memory_bytes") / 2**20,
            "otus_heap": total("jvm_memory_used_bytes", 'area="heap"') / 2**20,
            "process_open_fds": total("process_open_fds"),
            "jvm_threads_current": total("jvm_threads_current"),
            "otus_connections": total("otus_connections"),
            "otus_requests": total("otus_requests_total"),
            "process_cpu_seconds_total": total("process_cpu_seconds_total"),
            "failures": total("otus_handler_failures_total") + total("otus_loop_stalls_total"),
            "lost": total("otus_log_lines_lost_total"),
        }

    def run(self):
        self.lock = threading.Lock()
        (self.directory / "site").mkdir()
        contents = write_site(self.directory / "site")
        self.write_config(0)
        self.verb("start")
        threads = [
            self.every(20, "reload", self.reload),
            self.every(self.options.restart, "restart", self.restart),
            self.every(30, "rotate", self.rotate),
            self.every(40, "crowd", self.crowd),
            self.every(0.05, "", self.misfits),
        ]
        samples = []
        end = self.began + 60 * self.options.minutes
        try:
            with Load(self.port, contents, KINDS, self.options.pause) as load:
                for thread in threads:
                    thread.start()
                while time.monotonic() < end and not load.failed():
                    time.sleep(EVERY)
                    with self.lock:
                        samples.append(self.sample())
                    if not all(thread.is_alive() for thread in threads):
                        raise SystemExit("a disturbance has failed")
                self.ended.set()
                for thread in threads:
                    thread.join(130)
            if load.failed():
                raise SystemExit(f"after {load.total()} requests: {load.failures.get()}")
        finally:
            self.ended.set()
            self.verb("stop")
        return load, samples


def rates(samples):
    """Replaces counters by their rates; the first sample after a restart has none."""
    result = []
    for before, now in zip(samples, samples[1:]):
        if before["pid"] == now["pid"]:
            seconds = now["time"] - before["time"]
            row = dict(now)
            row["otus_requests"] = (now["otus_requests"] - before["otus_requests"]) / seconds
            cpu = now["process_cpu_seconds_total"] - before["process_cpu_seconds_total"]
            row["process_cpu_seconds_total"] = 100 * cpu / seconds
            result.append(row)
    return result


def plot(rows, events):
    width, height, left = 900, 110, 70
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{(height + 30) * len(SAMPLED) + 20}"'
             ' font-family="sans-serif" font-size="11"><rect width="100%" height="100%" fill="white"/>']
    last = rows[-1]["time"]
    for i, (name, title) in enumerate(SAMPLED.items()):
        top = 20 + i * (height + 30)
        highest = max(row[name] for row in rows) or 1

        def x(seconds):
            return left + seconds / last * (width - left - 10)

        parts.append(f'<text x="{left}" y="{top - 5}">{title}</text>'
                     f'<text x="{left - 5}" y="{top + 8}" text-anchor="end">{highest:.0f}</text>'
                     f'<text x="{left - 5}" y="{top + height}" text-anchor="end">0</text>'
                     f'<path d="M{left} {top}v{height}h{width - left - 10}" fill="none" stroke="#888"/>')
        for seconds, what in events:
            if what == "restart":
                parts.append(f'<path d="M{x(seconds):.1f} {top}v{height}" stroke="#ddd"/>')
        line = " ".join(f"{x(row['time']):.1f},{top + height - row[name] / highest * height:.1f}" for row in rows)
        parts.append(f'<polyline points="{line}" fill="none" stroke="#06c"/>')
    parts.append(f'<text x="{left}" y="{20 + len(SAMPLED) * (height + 30) - 12}">'
                 f'{last / 60:.0f} minutes; grey lines: restarts</text></svg>')
    return "\n".join(parts)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--restart", type=float, default=600, help="seconds between restarts")
    parser.add_argument("--pause", type=float, default=0.004, help="seconds between the requests of a client")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("."))
    parser.add_argument("--image", type=pathlib.Path, default=IMAGE)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        soak = Soak(options, pathlib.Path(name))
        try:
            load, samples = soak.run()
        except SystemExit:
            for log in pathlib.Path(name).glob("*.log"):
                if log != soak.log:
                    print(log.read_text()[-3000:], file=sys.stderr)
            raise
    rows = rates(samples)
    with open(options.out / "samples.csv", "w", encoding="ascii") as file:
        file.write(",".join(rows[0]) + "\n")
        for row in rows:
            file.write(",".join(f"{value:.1f}" for value in row.values()) + "\n")
    (options.out / "soak.svg").write_text(plot(rows, soak.events), encoding="ascii")
    kinds = [what for _, what in soak.events]
    counts = {what: kinds.count(what) for what in sorted(set(kinds))}
    print(f"{samples[-1]['time'] / 60:.0f} minutes, {load.total()} checked requests {load.by_kind()}, {counts}")
    warm = rows[len(rows) // 10:]
    third = len(warm) // 3
    grown = False
    for name, title in SAMPLED.items():
        first, final = (statistics.median(row[name] for row in part) for part in (warm[:third], warm[-third:]))
        print(f"{title}: median of the first third {first:.1f}, of the last {final:.1f}, "
              f"most {max(row[name] for row in rows):.1f}")
        grown |= name in FLAT and final > first * SLACK
    failures = max(row["failures"] for row in rows)
    print(f"failures of handlers and stalls: {failures:.0f}; lost lines of the access log: {max(row['lost'] for row in rows):.0f}")
    if grown:
        sys.exit("something has grown")


if __name__ == "__main__":
    main()
