#!/usr/bin/env python3
"""Attacks HTTP/2 and TLS beside a normal client, and says how the server ends each: docs/hardening.md.

    python3 tools/abuse/http2.py [--tls] [--quick] [--only WORD] [--image DIR] [--peer nginx|h2o]

Each attack is bounded in number and time, and has a verdict: how the connection has to end, and after
how many frames. Exit code 1 if one differs, if the normal client loses a request, or if the log has
other lines than those of limits. A peer is attacked in the same way, without a verdict.
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import socket
import sys
import tempfile
import time

sys.dont_write_bytecode = True

import http2_attacks  # noqa: E402
import tls_attacks  # noqa: E402
from beside import Beside  # noqa: E402
from http2_attacks import Target  # noqa: E402
from peers import Peer  # noqa: E402
from site_folder import Site  # noqa: E402
from watched import GOOD, Server  # noqa: E402

IMAGE = pathlib.Path(__file__).resolve().parents[2] / "server-app/target/otus-server"
LIMITS = "--header-timeout 2s --stall-timeout 3s --idle-timeout 3s".split()
SECONDS = 12  # in which the server has to end a slow client, with these limits
EXPECTED = {*GOOD, "tls-handshakes-refused"}
# Those that wait for a timeout go on at the same time if it has to be quick.
SLOW = (
    "window of 0 for ever",
    "windows of 1 dripped",
    "window of the connection never opened",
    "client that never reads",
    "slow preface",
    "slow settings",
    "slow headers",
    "slow continuation",
    "nothing after the preface",
    "pings keep no connection",
    "uploads that do not continue",
    "half closed after requests",
)
TICKS = os.sysconf("SC_CLK_TCK")


class Otus:
    """The server, with what it says of itself."""

    def __init__(self, image, folder, root):
        self.admin = folder / "admin"
        flags = ["--root", str(root), "--listing", "--workers", "1", *LIMITS]
        flags += ["--tls-self-signed", "--tls-port", "0", "--admin", f"unix:{self.admin}"]
        self.server = Server(image, folder / "server", *flags)
        self.port = self.server.port
        self.secure = int(re.search(r"https://127\.0\.0\.1:(\d+)/", self._log())[1])
        self.said = 0

    def _log(self):
        return self.server.log.read_text()

    def processes(self):
        return [self.server.process.pid]

    def events(self):
        """The events since the last call."""
        text = self._log()
        new, self.said = text[self.said :], len(text)
        return re.findall(r"event=([a-z0-9-]+)", new), new

    def metrics(self):
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(self.admin))
            connection.sendall(b"GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            text = b""
            while part := connection.recv(1 << 16):
                text += part
        pattern = rb'otus_limits_reached_total\{limit="(\w+)"\} (\d+)'
        return {name.decode(): int(n) for name, n in re.findall(pattern, text)}

    def stop(self):
        return self.server.stop()


def memory(processes):
    total = 0
    for pid in processes:
        status = pathlib.Path(f"/proc/{pid}/status").read_text()
        total += int(re.search(r"VmRSS:\s+(\d+)", status)[1])
    return total / 1024


def processor(processes):
    """Seconds that the processes have used."""
    total = 0
    for pid in processes:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def judge(attack, connection, frames):
    """What is wrong, or None."""
    outcome = connection.outcome()
    if outcome not in attack.verdicts:
        return f"not {' or '.join(attack.verdicts)}"
    if frames > attack.most:
        return f"more than {attack.most} frames"
    return attack.also(connection) if attack.also else None


class Run:
    def __init__(self, options, server, beside):
        self.options, self.server, self.beside = options, server, beside
        port = server.secure if options.tls else server.port
        self.target = Target(port, options.tls, "/huge.bin", SECONDS, 10 if options.quick else 1)
        self.failed = []

    def attack(self, each):
        """Runs one attack, and prints a row about it."""
        server, own = self.server, not self.options.peer
        processes = server.processes()
        limits = server.metrics() if own else {}
        before, began = processor(processes), time.monotonic()
        self.beside.mark()
        trouble, outcome, frames = None, "", 0
        try:
            connection, frames = each.run(self.target)
            outcome = connection.outcome()
            trouble = judge(each, connection, frames)
            resets = dict(connection.resets)
            connection.close()
        except OSError as e:
            outcome, trouble, resets = f"{type(e).__name__}: {e}", "the attack broke", {}
        seconds = time.monotonic() - began
        times, lost = self.beside.mark()
        used = processor(processes) - before
        events, said = server.events()
        events = sorted(set(events))
        reached = server.metrics() if own else {}
        named = [name for name in reached if reached[name] > limits.get(name, 0)]
        if lost and own:
            trouble = trouble or f"the normal client: {lost}"
        if own and set(events) - EXPECTED:
            trouble = trouble or f"unexpected events {set(events) - EXPECTED}"
        row = f"{each.name:42} {outcome:27} {frames:6} {seconds:5.1f} s {used:5.2f} s"
        row += f" {memory(server.processes()):5.0f} MiB {late(times)} {' '.join(named + events)}"
        row += f" {resets}" if resets else ""
        print(("ok    " if not trouble else "FAIL  " if own else "      ") + row, flush=True)
        if trouble and own:
            self.failed.append(f"{each.name}: {outcome}, {trouble}")
            print(f"      | {trouble}\n{said}", flush=True)

    def together(self, attacks):
        """Runs those that wait, at the same time."""
        with concurrent.futures.ThreadPoolExecutor(len(attacks)) as pool:
            jobs = {each: pool.submit(each.run, self.target) for each in attacks}
        for each, job in jobs.items():
            connection, frames = job.result()
            trouble = judge(each, connection, frames)
            print(f"{'FAIL ' if trouble else 'ok   '} {each.name:42} {connection.outcome()}")
            if trouble:
                self.failed.append(f"{each.name}: {connection.outcome()}, {trouble}")
            connection.close()


def late(times):
    """Median and 99th percentile of the normal client, in milliseconds."""
    if not times:
        return "  -       -   "
    times = sorted(times)
    return f"{times[len(times) // 2] * 1e3:5.1f} {times[len(times) * 99 // 100] * 1e3:6.1f} ms"


def run(options, folder):
    site = Site(folder / "site")
    if options.peer:
        server = Peer(options.peer, folder, site.root)
    else:
        server = Otus(options.image, folder, site.root)
    beside = Beside(server.secure if options.tls else server.port, options.tls)
    try:
        this = Run(options, server, beside)
        time.sleep(1 if options.quick else 3)
        times, lost = beside.mark()
        print(f"normal client before: {len(times)} requests, {late(times)}, {lost or 'none lost'}")
        print(f"{'':6}{'attack':42} {'end':27} {'frames':>6} {'time':>7} {'CPU':>7} {'memory':>9}", end="")
        print("  p50 and p99 of the normal client; limits and events")
        attacks = http2_attacks.ALL + (tls_attacks.ALL if options.tls else [])
        chosen = [each for each in attacks if options.only in each.name]
        slow = [each for each in chosen if options.quick and each.name in SLOW]
        for each in chosen:
            if each not in slow:
                this.attack(each)
        if slow:
            this.together(slow)
        times, lost = beside.mark()
        if lost:
            this.failed.append(f"the normal client: {lost}")
        print(f"memory {memory(server.processes()):.0f} MiB, limits {server.metrics()}")
    finally:
        beside.stop()
        code = server.stop()
    if not options.peer:
        bad, _ = server.server.trouble()
        this.failed += [line for line in bad if line not in EXPECTED]
        this.failed += [f"exit code {code}"] if code else []
    return this.failed


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tls", action="store_true", help="over TLS, and attack TLS itself")
    parser.add_argument("--quick", action="store_true", help="those that wait at the same time")
    parser.add_argument("--only", default="", metavar="WORD", help="attacks with this in the name")
    parser.add_argument("--image", type=pathlib.Path, default=IMAGE)
    parser.add_argument("--peer", choices=("nginx", "h2o"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        failed = run(options, pathlib.Path(folder))
    for each in failed:
        print(f"FAILED: {each}")
    print("held" if not failed else f"{len(failed)} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
