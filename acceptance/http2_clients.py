#!/usr/bin/env python3
"""Checks of HTTP/2 that need a client of their own: http2_clients.py CHECK ARGUMENT…

Each check is a function below, and raises an exception with the reason if it fails.
"""

import os
import pathlib
import signal
import subprocess
import sys
import threading
import time

sys.dont_write_bytecode = True
sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "tools/abuse"))

import frames as h2  # noqa: E402

AT_ONCE = 20  # requests of one connection


class Client:
    """Keeps many requests under way on one connection, until the server announces its end."""

    def __init__(self, port, files):
        self.files = files  # path -> length
        self.wanted = {}  # stream -> length
        self.connection = h2.Connection(port)
        self.window = 0x7FFF0000  # bytes of all streams that the server may have sent
        self.connection.sendall(h2.settings(window=1 << 24) + h2.window(0, self.window - 65_535))

    def turn(self):
        connection = self.connection
        for payload in connection.pings:
            connection.sendall(h2.frame(h2.PING, h2.ACK, 0, payload))
        connection.pings.clear()
        if self.window - sum(connection.lengths.values()) < 1 << 29:
            connection.sendall(h2.window(0, 1 << 30))
            self.window += 1 << 30
        if connection.goaway is None and not connection.closed:
            under_way = len(self.wanted) - len(connection.ended)
            octets = b""
            for _ in range(AT_ONCE - under_way):
                number = len(self.wanted)
                path = list(self.files)[number % len(self.files)]
                self.wanted[2 * number + 1] = self.files[path]
                octets += h2.get(2 * number + 1, path)
            connection.sendall(octets)
        connection.read(0.005)

    def check(self):
        """Every request that the server has accepted is answered as a whole."""
        connection = self.connection
        assert connection.goaway == 0, f"not ended as it should be: {connection.outcome()}"
        assert connection.closed == "closed", f"the connection is {connection.closed}"
        accepted = [stream for stream in self.wanted if stream <= connection.last]
        lost = [stream for stream in accepted if stream not in connection.ended]
        assert not lost and not connection.resets, f"lost {lost}, reset {connection.resets}"
        for stream in accepted:
            got = connection.lengths[stream]
            assert got == self.wanted[stream], f"{got} bytes, not {self.wanted[stream]}"
        assert connection.statuses[200] == len(accepted), connection.statuses
        return len(accepted)


def files(site):
    return {f"/{file.name}": file.stat().st_size for file in pathlib.Path(site).glob("*.bin")}


def drain(port, site, pid):
    """SIGTERM while four clients ask: nothing that was accepted is lost."""
    clients = [Client(int(port), files(site)) for _ in range(4)]
    begin, stopped = time.monotonic(), False
    while any(not each.connection.closed for each in clients) and time.monotonic() < begin + 20:
        for each in clients:
            each.turn()
        if not stopped and time.monotonic() > begin + 0.7:
            os.kill(int(pid), signal.SIGTERM)
            stopped = True
    print(sum(each.check() for each in clients), "responses")


def restart(port, site, *command):
    """A restart while a client asks: its connection ends, the next one goes on."""
    ended, clients, failures = threading.Event(), [], []

    def ask():
        try:
            while not ended.is_set():
                client = Client(int(port), files(site))
                clients.append(client)
                while not client.connection.closed and not ended.is_set():
                    client.turn()
        except OSError as e:
            failures.append(e)

    thread = threading.Thread(target=ask)
    thread.start()
    time.sleep(0.3)
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    for _ in range(200):
        if len(clients) == 2 and clients[1].connection.statuses[200]:
            break
        time.sleep(0.1)
    ended.set()
    thread.join(20)
    assert not failures, failures
    assert len(clients) == 2, f"{len(clients)} connections"
    assert clients[1].connection.statuses[200] > 0, "the new server has not answered"
    print(clients[0].check(), "responses of the former server,", end=" ")
    print(clients[1].connection.statuses[200], "of the new one")


def refused(port):
    """A server without HTTP/2 does not begin it."""
    connection = h2.Connection(int(port), begin=h2.PREFACE + h2.settings() + h2.get(1))
    connection.read(5, lambda: connection.closed)
    assert connection.closed and not connection.statuses, connection.outcome()
    print(bytes(connection.bytes[:80]))


def streams(port, limit):
    """One stream more than there may be is refused."""
    connection = h2.Connection(int(port))
    connection.sendall(h2.settings(window=0))
    wanted = int(limit) + 1
    connection.sendall(b"".join(h2.get(2 * n + 1, "/8m.bin") for n in range(wanted)))
    connection.read(5, lambda: connection.resets)
    assert connection.resets == {"REFUSED_STREAM": 1}, connection.resets
    assert connection.ended == {2 * wanted - 1}, connection.ended


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
