#!/usr/bin/env python3
"""Floods a server with full TLS handshakes, and says how long a client on an established connection
waits meanwhile: docs/hardening.md.

    python3 tools/abuse/handshakes.py [--rounds 7] [--seconds 3] [--warm 3] [--image DIR] [--peer nginx|h2o]

Rounds without and with the flood take turns, so that other work on the machine affects both. The
clients of the flood are processes of `openssl s_time`. The server has processor 0 alone, and the
clients share processor 1, as if they were on another machine; there, the client that measures has
real-time priority, for which this needs root. During the flood before, the server has both, so that
its compiler can end its work; that takes more than a minute.
"""

import argparse
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True

from beside import Beside  # noqa: E402
from http2 import IMAGE, Otus, processor  # noqa: E402
from peers import Peer  # noqa: E402
from site_folder import Site  # noqa: E402


def flood(port, seconds, clients):
    """Starts handshakes."""
    command = f"openssl s_time -connect 127.0.0.1:{port} -new -time {seconds}".split()
    start = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(clients)]
    time.sleep(seconds)
    out = [each.communicate(timeout=20)[0] for each in start]
    return sum(int(re.search(r"(\d+) connections in \d+ real", each)[1]) for each in out)


def separate(server):
    """Gives processor 0 to the processes of the server, and processor 1 to this one and its children."""
    for process in server:
        for thread in os.listdir(f"/proc/{process}/task"):
            os.sched_setaffinity(int(thread), {0})
    os.sched_setaffinity(0, {1})


def quantile(times, share):
    return sorted(times)[int(len(times) * share)] * 1e3


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--clients", type=int, default=2)
    parser.add_argument("--warm", type=int, default=3, help="seconds of flood before")
    parser.add_argument("--image", type=pathlib.Path, default=IMAGE)
    parser.add_argument("--peer", choices=("nginx", "h2o"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        site = Site(folder / "site")
        peer = options.peer
        server = Peer(peer, folder, site.root) if peer else Otus(options.image, folder, site.root)
        try:
            flood(server.secure, options.warm, options.clients)
            separate(server.processes())
            beside = Beside(server.secure, True)
            os.sched_setscheduler(beside.process.pid, os.SCHED_FIFO, os.sched_param(1))
            rounds = []
            for _ in range(options.rounds):
                time.sleep(options.seconds)
                quiet, lost = beside.mark()
                before = processor(server.processes())
                count = flood(server.secure, options.seconds, options.clients)
                used = processor(server.processes()) - before
                busy, also = beside.mark()
                if lost or also:
                    sys.exit(f"a request was lost: {lost or also}")
                rounds.append((quiet, busy, count, used))
            beside.stop()
        finally:
            server.stop()
    for share in 0.5, 0.9, 0.99:
        quiet = statistics.median(quantile(each[0], share) for each in rounds)
        busy = statistics.median(quantile(each[1], share) for each in rounds)
        print(f"{share * 100:.0f}%: {quiet:.2f} ms without, {busy:.2f} ms with: x {busy / quiet:.2f}")
    rate = statistics.median(each[2] for each in rounds) / options.seconds
    cost = statistics.median(each[3] / max(1, each[2]) for each in rounds)
    print(f"{rate:.0f} handshakes a second, {cost * 1e6:.0f} us of processor time of the server each")


if __name__ == "__main__":
    main()
