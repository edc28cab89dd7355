#!/usr/bin/env python3
"""Restarts a server many times under load: docs/lifecycle.md.

    acceptance/restart-under-load.py [--restarts 20] [--requests 500000] [--image DIR] [--wrk N]

Clients send requests without a pause: on kept connections, on new ones, and slowly, with heads that
are half sent and connections that are idle while the server restarts. `wrk` adds to the load. Each
request must be answered in full with the right bytes: a connection that is refused, reset or closed
before its response is a failure. The restarts are spread over the requests.

Exit code 1 and a reason at the first failure. Prints one line with all figures otherwise.
"""

import argparse
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

from load_clients import Load, write_site

IMAGE = pathlib.Path(__file__).resolve().parents[1] / "server-app/target/otus-server"
class Servers:
    def __init__(self, image, directory, port):
        self.image = image
        self.pid_file = directory / "otus.pid"
        self.arguments = [f"--pid-file={self.pid_file}", f"--port={port}", f"--root={directory}/site"]

    def verb(self, word):
        done = subprocess.run(
            [self.image / "bin/otus-server", word, *self.arguments[: None if word[-1] == "t" else 1]],
            capture_output=True, text=True, timeout=120)
        if done.returncode != 0:
            log = self.pid_file.with_suffix(".log")
            sys.exit(f"{word}: {done.returncode} {done.stdout}{done.stderr}"
                     + (log.read_text()[-2000:] if log.exists() else ""))

    def pid(self):
        return int(self.pid_file.read_text())


def wrk(port, options):
    command = ["wrk", "-t1", f"-c{options.wrk}", "-d3600s", f"http://127.0.0.1:{port}/a.txt"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def wrk_result(process):
    process.send_signal(2)  # it prints its counts
    text = process.communicate(timeout=30)[0]
    requests = int(re.search(r"(\d+) requests in", text).group(1))
    wrong = re.findall(r"Socket errors.*|Non-2xx.*", text)
    return requests, wrong


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--restarts", type=int, default=20)
    parser.add_argument("--requests", type=int, default=500_000)
    parser.add_argument("--wrk", type=int, default=16, help="connections of wrk; 0 to do without")
    parser.add_argument("--image", type=pathlib.Path, default=IMAGE)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        (directory / "site").mkdir()
        contents = write_site(directory / "site")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        servers = Servers(options.image, directory, port)
        servers.verb("start")
        try:
            check(options, servers, port, contents)
        finally:
            servers.verb("stop")


def check(options, servers, port, contents):
    load = wrk(port, options) if options.wrk and shutil.which("wrk") else None
    slowest = 0.0
    with Load(port, contents, ["kept"] * 3 + ["fresh"] * 3 + ["slow"] * 8) as clients:
        for number in range(1, options.restarts + 1):
            clients.await_total(options.requests * number // (options.restarts + 1))
            if clients.failed():
                break
            before = servers.pid()
            began = time.monotonic()
            servers.verb("restart")
            slowest = max(slowest, time.monotonic() - began)
            if servers.pid() == before:
                sys.exit("the pid file has not changed")
        clients.await_total(options.requests)
    requests, wrong = wrk_result(load) if load else (0, [])
    if clients.failed():
        sys.exit(f"after {clients.total()} requests: {clients.failures.get()}")
    if wrong:
        sys.exit(f"wrk: {wrong}")
    print(f"{options.restarts} restarts, slowest {slowest:.1f} s; {clients.total()} checked requests "
          f"{clients.by_kind()} and {requests} of wrk: none refused, reset or cut")


if __name__ == "__main__":
    main()
