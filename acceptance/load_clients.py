"""Clients that load a server and check each response whole; for scripts that restart servers."""

import multiprocessing
import random
import re
import socket
import time

TIMEOUT = 30  # seconds that a client waits at most
SIZES = {"a.txt": 100, "b.txt": 20_000, "c.txt": 300_000}


def write_site(directory):
    """Writes the files that clients fetch; returns their contents by name."""
    contents = {name: random.Random(1).randbytes(size) for name, size in SIZES.items()}
    for file, content in contents.items():
        (directory / file).write_bytes(content)
    return contents


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


def run(kind, number, port, contents, pause, ended, counts, failures):
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
        if pause:
            time.sleep(pause)
    client.close()


class Load:
    """Clients in processes of their own, from `with` to its end. Each stops at its first failure.

    Kinds: `kept` sends on kept connections, `fresh` on a new one each, `slow` sends heads in two
    parts and leaves its connection idle between requests. `pause` is the time in seconds between two
    requests of one client.
    """

    def __init__(self, port, contents, kinds, pause=0.0):
        self.kinds = kinds
        self.ended, self.failures = multiprocessing.Event(), multiprocessing.Queue()
        self.counts = multiprocessing.Array("q", len(kinds), lock=False)
        self.clients = [
            multiprocessing.Process(
                target=run, daemon=True,
                args=(kind, i, port, contents, pause, self.ended, self.counts, self.failures))
            for i, kind in enumerate(kinds)
        ]

    def __enter__(self):
        for client in self.clients:
            client.start()
        return self

    def __exit__(self, *exception):
        self.ended.set()
        for client in self.clients:
            client.join(TIMEOUT)
            client.kill()

    def total(self):
        return sum(self.counts)

    def by_kind(self):
        return {kind: sum(n for n, k in zip(self.counts, self.kinds) if k == kind)
                for kind in dict.fromkeys(self.kinds)}

    def failed(self):
        return not self.failures.empty()

    def await_total(self, total):
        """Waits for a number of requests, or for the first failure."""
        while self.total() < total and not self.failed():
            time.sleep(0.05)
