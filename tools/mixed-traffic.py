#!/usr/bin/env python3
"""Compares the access log of the image with the counts of its clients.

    tools/mixed-traffic.py [--requests 100000] [--seed 1] [--format json|combined] [--image DIR]

Starts the image on loopback with an access log in a temporary directory, and sends a mix of requests,
each with its own number in its target: single and pipelined ones, ranges, HEAD, conditional and
missing ones, heads that are refused (400, 414, 431, 505) or too slow (408), uploads that are refused
(405, 413), large bodies that the client cuts off, and connections that are reset. The log must have
exactly one line for each response, with its status and the bytes that the client received; if the
client has left early, at least those, and the log may have no line for a request that was reset
before it got any response. Exit code 1 and the differences otherwise.
"""

import argparse
import collections
import json
import pathlib
import random
import re
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading

TREE = pathlib.Path(__file__).resolve().parents[1]
IMAGE = TREE / "server-app/target/otus-server"
FILES = {"small.txt": 104, "page.html": 9_000, "large.bin": 4_000_000}
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: a close sends RST
COMBINED = re.compile(
    r'(?P<peer>\S+) - (?P<user>\S+) \[[^]]+\] "(?P<line>[^"]*)" (?P<status>\d{3}) (?P<bytes>\d+)'
    r' "[^"]*" "[^"]*"'
)


class Expected:
    """A request: what its client has received."""

    def __init__(self, kind):
        self.kind, self.status, self.bytes = kind, None, 0
        self.left = False  # the client has left before the end


class Client:
    """Sends its share of the requests, one kind after the other, by its own random numbers."""

    def __init__(self, port, number, count, seed):
        self.port, self.number, self.count = port, number, count
        self.random = random.Random(seed * 1000 + number)
        self.sent = {}
        self.connection, self.buffer = None, b""

    def run(self):
        kinds = [
            (30, self.single), (10, self.pipelined), (8, self.ranges), (6, self.head),
            (5, self.missing), (5, self.conditional), (4, self.refused), (2, self.too_long),
            (2, self.upload), (2, self.too_large), (2, self.cut_off), (2, self.reset), (0.05, self.slow),
        ]  # fmt: skip
        weights = [weight for weight, _ in kinds]
        self.slow()
        while len(self.sent) < self.count:
            self.random.choices(kinds, weights)[0][1]()
        self.close()

    def new(self, kind):
        key = f"{self.number}-{len(self.sent)}"
        self.sent[key] = expected = Expected(kind)
        return key, expected

    def open(self):
        if self.connection is None:
            self.connection = socket.create_connection(("127.0.0.1", self.port), timeout=60)
            self.buffer = b""
        return self.connection

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def read_until(self, done):
        while not done():
            part = self.connection.recv(262144)
            if not part:
                raise ConnectionError("cut off: " + repr(self.buffer[:100]))
            self.buffer += part

    def response(self, expected, method="GET"):
        """Reads one response, and closes the connection if the server will."""
        self.read_until(lambda: b"\r\n\r\n" in self.buffer)
        head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
        expected.status = int(head.split(b" ", 2)[1])
        if expected.status == 100:
            return self.response(expected, method)
        length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
        size = 0 if method == "HEAD" or expected.status == 304 or not length else int(length[1])
        self.read_until(lambda: len(self.buffer) >= size)
        self.buffer = self.buffer[size:]
        expected.bytes = size
        if re.search(rb"(?i)\r\nconnection: close", head):
            self.close()
        return head

    def request(self, key, file, method="GET", more=""):
        return (
            f"{method} /{file}?n={key} HTTP/1.1\r\nHost: localhost\r\n"
            f"User-Agent: mixed \"traffic\" \\ \t\xe4\r\n{more}\r\n"
        ).encode("latin-1")

    def ask(self, kind, file, method="GET", more=""):
        key, expected = self.new(kind)
        self.open().sendall(self.request(key, file, method, more))
        return self.response(expected, method)

    def single(self):
        self.ask("single", self.random.choice(["small.txt", "page.html"]))

    def pipelined(self):
        count = self.random.randint(2, 16)
        keys = [self.new("pipelined") for _ in range(count)]
        files = [self.random.choice(["small.txt", "page.html", "none"]) for _ in keys]
        self.open().sendall(b"".join(map(self.request, (key for key, _ in keys), files)))
        for _, expected in keys:
            self.response(expected)

    def ranges(self):
        first = self.random.randrange(4000)
        ranges = self.random.choice(["{0}-{1}", "{0}-", "-{1}", "{0}-{1},5000-5100", "99999-"])
        more = "Range: bytes=" + ranges.format(first, first + 500) + "\r\n"
        self.ask("range", "page.html", "GET", more)

    def head(self):
        self.ask("head", self.random.choice(["small.txt", "large.bin", "none"]), "HEAD")

    def missing(self):
        self.ask("missing", "none")

    def conditional(self):
        self.ask("conditional", "small.txt", "GET", "If-None-Match: *\r\n")

    def refused(self):
        more = self.random.choice(["X Y: z\r\n", "A: \0\r\n", "Host: again\r\n", "no colon\r\n"])
        self.ask("refused", "small.txt", "GET", more)
        self.close()

    def too_long(self):
        key, expected = self.new("too long")
        if self.random.random() < 0.5:
            self.open().sendall(f"GET /?n={key}&{'a' * 20000}".encode() + b" HTTP/1.1\r\n\r\n")
        else:
            self.open().sendall(self.request(key, "small.txt", "GET", f"A: {'b' * 80000}\r\n"))
        self.response(expected)
        self.close()

    def upload(self):
        self.ask("upload", "small.txt", "POST", "Content-Length: 0\r\n")

    def too_large(self):
        self.ask("too large", "small.txt", "POST", "Content-Length: 100000000\r\n")
        self.close()

    def cut_off(self):
        """Reads a part of a large body, then closes or resets the connection."""
        key, expected = self.new("cut off")
        self.close()
        connection = self.open()
        connection.sendall(self.request(key, "large.bin"))
        self.read_until(lambda: b"\r\n\r\n" in self.buffer)
        expected.status, expected.left = 200, True
        self.buffer = self.buffer.split(b"\r\n\r\n", 1)[1]
        wanted = self.random.randrange(1_000_000)
        self.read_until(lambda: len(self.buffer) >= wanted)
        expected.bytes = len(self.buffer)
        if self.random.random() < 0.5:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self.close()

    def reset(self):
        """Resets the connection at once; the server may never see the request."""
        _, expected = pair = self.new("reset")
        expected.left = True
        self.close()
        connection = self.open()
        connection.sendall(self.request(pair[0], "page.html"))
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self.close()

    def slow(self):
        key, expected = self.new("slow")
        self.close()
        self.open().sendall(f"GET /small.txt?n={key} HTTP/1.1\r\nHost: ".encode())
        self.response(expected)
        self.close()


def start(image, folder, log_format):
    root = folder / "site"
    root.mkdir()
    for name, size in FILES.items():
        (root / name).write_bytes(b"x" * size)
    command = [image / "bin/otus-server", "--root", root, "--port", "0", "--max-body", "64k"]
    command += ["--header-timeout", "1s", "--access-log", f"{log_format}:{folder}/access.log"]
    server = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, text=True)
    for line in server.stdout:
        if port := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
            return server, int(port[1])
    raise SystemExit("the image does not start")


def read(log, log_format):
    """The lines of the log: its request, its status and its bytes."""
    for line in log.read_text("ascii").splitlines():
        if log_format == "json":
            entry = json.loads(line)
            text = entry.get("target", entry.get("line", ""))
        else:
            match = COMBINED.fullmatch(line)
            if not match:
                raise SystemExit("not a line: " + line)
            entry, text = match.groupdict(), match["line"]
        number = re.search(r"[?]n=(\d+-\d+)", text)
        yield number and number[1], int(entry["status"]), int(entry["bytes"]), line


def differences(sent, entries):
    seen = collections.Counter()
    for number, status, size, line in entries:
        seen[number] += 1
        expected = sent.get(number)
        if expected is None:
            yield "unknown request: " + line
        elif expected.kind != "reset" and status != expected.status:
            yield f"{expected.kind}: status {expected.status} received: {line}"
        elif size < expected.bytes or (size > expected.bytes and not expected.left):
            yield f"{expected.kind}: {expected.bytes} bytes received: {line}"
    for number, expected in sent.items():
        if seen[number] != 1 and not (expected.kind == "reset" and seen[number] == 0):
            yield f"{seen[number]} lines: {expected.kind} {number}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--format", choices=["json", "combined"], default="json")
    parser.add_argument("--image", type=pathlib.Path, default=IMAGE)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        server, port = start(options.image, folder, options.format)
        share = options.requests // options.clients
        clients = [Client(port, i, share, options.seed) for i in range(options.clients)]
        threads = [threading.Thread(target=client.run) for client in clients]
        try:
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=60)
        sent = {key: expected for client in clients for key, expected in client.sent.items()}
        entries = list(read(folder / "access.log", options.format))
        wrong = list(differences(sent, entries))
    kinds = collections.Counter(expected.kind for expected in sent.values())
    statuses = collections.Counter(status for _, status, _, _ in entries)
    exact = [expected.bytes for expected in sent.values() if not expected.left]
    print(f"seed {options.seed}: {len(sent)} requests, {len(entries)} lines, {len(wrong)} wrong")
    print(f"{sum(exact)} bytes of {len(exact)} whole responses, as the clients counted them")
    print("kinds:   " + ", ".join(f"{kind} {count}" for kind, count in kinds.most_common()))
    print("statuses:", ", ".join(f"{status} {count}" for status, count in sorted(statuses.items())))
    for each in wrong[:20]:
        print(each)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
