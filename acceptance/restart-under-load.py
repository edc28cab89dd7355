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
import multiprocessing
import os
import pathlib
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

IMAGE = pathlib.Path(__file__).resolve().parents[1] / "server-app/target/otus-server"
TIMEOUT = 30  # seconds that a client waits at most
SIZES = {"a.txt": 100, "b.txt": 20_000, "c.txt": 300_000}


class Client:
    """One connection after the other; a response is read to its end and compared."""

    def __init__(self, port, contents):
        self.port = port
        self.contents = contents
        self.socket = None

    def open(self):
        if self.socket is None:
            self.socket = socket.create_connection(("127.0.0.1", self.port), TIMEOUT)
            self.rest = b""

    def close(self):
        if self.socket is not None:
            self.socket.close()
            self.socket = None

    def get(self, name, pause=0.0):
        self.open()
        head = f"GET /{name} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
        if pause:
            self.socket.sendall(head[:20])
            time.sleep(pause)
            head = head[20:]
        self.socket.sendall(head)
        self.receive(name)

    def receive(self, name):
        data = self.rest
        while b"\r\n\r\n" not in data:
            data += self.read(name, data)
        head, body = data.split(b"\r\n\r\n", 1)
        if not head.startswith(b"HTTP/1.1 200 "):
            raise OSError(f"{name}: {head[:60]!r}")
        length = int(re.search(rb"(?i)\r\ncontent-length: (\d+)", head).group(1))
        while len(body) < length:
            body += self.read(name, body)
        if body[:length] != self.contents[name]:
            raise OSError(f"{name}: wrong bytes")
        self.rest = body[length:]
        if b"\r\nconnection: close" in head.lower():
            self.close()

    def read(self, name, sofar):
        part = self.socket.recv(1 << 20)
        if not part:
            raise OSError(f"{name}: the connection ended after {len(sofar)} bytes")
        return part


def run(kind, number, port, contents, ended, counts, failures):
    chosen = random.Random(number)
    names = sorted(contents)
    client = Client(port, contents)
    while not ended.is_set():
        name = chosen.choices(names, (80, 18, 2))[0]
        try:
            if kind == "slow":
                client.get(name, pause=chosen.uniform(0.2, 2))
                time.sleep(chosen.uniform(0.2, 2))
            else:
                client.get(name)
                if kind == "fresh":
                    client.close()
        except OSError as e:
            failures.put(f"{kind} client {number}: {type(e).__name__}: {e}")
            return
        counts[number] += 1
    client.close()


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
        contents = {name: random.Random(1).randbytes(size) for name, size in SIZES.items()}
        for file, content in contents.items():
            (directory / "site" / file).write_bytes(content)
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
    kinds = ["kept"] * 3 + ["fresh"] * 3 + ["slow"] * 8
    ended, failures = multiprocessing.Event(), multiprocessing.Queue()
    counts = multiprocessing.Array("q", len(kinds), lock=False)
    clients = [
        multiprocessing.Process(
            target=run, args=(kind, i, port, contents, ended, counts, failures), daemon=True)
        for i, kind in enumerate(kinds)
    ]
    for client in clients:
        client.start()
    load = wrk(port, options) if options.wrk and shutil.which("wrk") else None
    slowest = 0.0
    for number in range(1, options.restarts + 1):
        while sum(counts) < options.requests * number // (options.restarts + 1) and failures.empty():
            time.sleep(0.1)
        before = servers.pid()
        began = time.monotonic()
        servers.verb("restart")
        slowest = max(slowest, time.monotonic() - began)
        if servers.pid() == before:
            sys.exit("the pid file has not changed")
        if not failures.empty():
            break
    while sum(counts) < options.requests and failures.empty():
        time.sleep(0.1)
    ended.set()
    requests, wrong = wrk_result(load) if load else (0, [])
    for client in clients:
        client.join(TIMEOUT)
    if not failures.empty():
        sys.exit(f"after {sum(counts)} requests: {failures.get()}")
    if wrong:
        sys.exit(f"wrk: {wrong}")
    by_kind = {kind: sum(n for n, k in zip(counts, kinds) if k == kind) for kind in dict.fromkeys(kinds)}
    print(f"{options.restarts} restarts, slowest {slowest:.1f} s; {sum(counts)} checked requests "
          f"{by_kind} and {requests} of wrk: none refused, reset or cut")


if __name__ == "__main__":
    main()
