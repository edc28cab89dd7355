"""What needs a server of its own: its start, its memory, changed files, slow clients.

Each function gets `start`, which starts a server that the caller of it has to stop, and seconds.
"""

import contextlib
import http.client
import multiprocessing
import os
import re
import socket
import statistics
import threading
import time

from . import load
from .server import Failed

REQUEST = b"GET /104.bin HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


@contextlib.contextmanager
def stopped(server):
    try:
        yield server
    finally:
        server.stop()


# --- start and memory ---


def start(start_server, _seconds):
    """From the start of the process to the first byte of the first answer."""
    with stopped(start_server()) as server:
        answer = first_answer(server)
        elapsed = (time.perf_counter() - server.started) * 1000
        if not answer.startswith(b"HTTP/1.1 200"):
            raise Failed(f"answers {answer[:80]}")
        rss, pss = server.memory()
        return {"start": elapsed, "rss": rss, "pss": pss}, None


def first_answer(server):
    while True:
        try:
            with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
                connection.sendall(REQUEST)
                answer = connection.recv(4096)
                if b" 503 " not in answer[:16]:
                    return answer
        except OSError:  # not listening yet
            pass
        server.expect_alive()
        time.sleep(0.0005)


def memory(start_server, seconds):
    """Idle, with 1,000 busy connections, after them, and with 10,000 idle ones."""
    with stopped(start_server()) as server:
        first_answer(server)
        time.sleep(1)
        rss, pss = server.memory()
        loaded, done = [], threading.Event()

        def watch():
            while not done.wait(0.2):
                loaded.append(server.memory()[1])

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            for path in "/104.bin", server.site.file(100 * 1024):
                _, _, trouble = load.wrk(server, path, 2 * seconds, connections=1000)
        finally:
            done.set()
            watcher.join()
        time.sleep(1)
        after = server.memory()[1]
        count = 10_000
        kept = load.idle_connections(server, "/104.bin", count)
        each = (server.memory()[1] - after) * 1024 / count
        load.close(kept)
        figures = {"rss": rss, "pss": pss, "pss_loaded": max(loaded, default=pss)}
        return {**figures, "pss_after": after, "per_connection": each}, trouble


# --- changed files ---

CHANGES, PATIENCE = 10, 2  # seconds


def rewritten(start_server, _seconds):
    def write(path, content):
        with open(path, "r+b") as file:  # one write, of the same length
            file.write(content)

    return changed(start_server, write)


def renamed(start_server, _seconds):
    def write(path, content):
        other = path.with_suffix(".new")
        other.write_bytes(content)
        os.replace(other, path)

    return changed(start_server, write)


def changed(start_server, change):
    """How long the old bytes are served after a change, to a client that asks all the time."""
    with stopped(start_server()) as server:
        server.wait_until_it_listens()
        path = server.site.root / "changed.bin"
        path.write_bytes(b"0" * 1000)
        waits, stale = [], 0
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)

        def served():
            connection.request("GET", "/changed.bin")
            return connection.getresponse().read()

        for number in range(1, CHANGES + 1):
            asked_until = time.perf_counter() + 0.05
            while time.perf_counter() < asked_until:
                old = served()
            new = bytes([48 + number % 10]) * 1000
            change(path, new)
            begin = time.perf_counter()
            content = served()
            stale += content != new
            while content != new and time.perf_counter() < begin + PATIENCE:
                if content != old:
                    raise Failed("neither the old nor the new bytes")
                content = served()
            waits.append((time.perf_counter() - begin) * 1000)
            if content != new and number >= 3:
                break  # it does not look
        connection.close()
        figures = {"seen": statistics.median(waits), "seen_max": max(waits)}
        return {**figures, "stale": stale / len(waits) * 100}, None


# --- slow clients ---

HEADS, READERS = 1000, 200
HEAD = b"GET /104.bin HTTP/1.1\r\nHost: localhost\r\n"
TURNS = 500  # a second
UNITS = {"us": 1e-3, "ms": 1, "s": 1e3}


def slow(when):
    """Latency of 20 other clients while slow ones hold connections.

    Slow heads send a field a second and never end; slow readers ask for a large file and take some
    bytes a second. Their turns are spread over the second. Whom the server drops comes again.
    """

    def measure(start_server, seconds):
        with stopped(start_server()) as server:
            server.wait_until_it_listens()
            server.site.file(10 * 2**20)
            latencies(server, seconds)  # warms up
            if when == "none":
                return {**latencies(server, seconds), "dropped": 0}, None
            return attacked(server, seconds)

    def attacked(server, seconds):
        all_there, stop = multiprocessing.Event(), multiprocessing.Event()
        dropped = multiprocessing.Value("i", 0)
        given = server.port, all_there, stop, dropped
        process = multiprocessing.Process(target=attack, args=given, daemon=True)
        process.start()
        try:
            if not all_there.wait(60):
                raise Failed("does not take the slow clients")
            figures = latencies(server, seconds)
            if when == "there":
                figures = latencies(server, seconds)
            return {**figures, "dropped": dropped.value}, None
        finally:
            stop.set()
            process.join()

    return measure


def latencies(server, seconds):
    url = f"http://127.0.0.1:{server.port}/104.bin"
    command = ["wrk", "--latency", "-t1", "-c20", f"-d{2 * seconds}s", "--timeout", "10s", url]
    output = load.run(command, 2 * seconds)
    figures = {"rate": float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1])}
    for name, percent in ("p50", "50%"), ("p99", "99%"):
        value, unit = re.search(rf"{percent}\s+([\d.]+)(us|ms|s)", output).groups()
        figures[name] = float(value) * UNITS[unit]
    return figures


def slow_client(port, reads):
    client = socket.socket()
    if reads:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.connect(("127.0.0.1", port))
    large = f"GET /{10 * 2**20}.bin HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    client.sendall(large if reads else HEAD)
    client.setblocking(False)
    return client


def still_there(client, reads):
    """Moves a little; false if the server has dropped it."""
    try:
        if reads:
            return client.recv(512) != b""
        client.send(b"X: y\r\n")
        client.recv(512)
        return False  # half a head gets no answer but a refusal
    except BlockingIOError:
        return True
    except OSError:
        return False


def attack(port, all_there, stop, dropped):
    """A process of its own: holds its clients until told to stop, and counts whom it lost."""
    kinds = [False] * HEADS + [True] * READERS
    clients = [slow_client(port, reads) for reads in kinds]
    all_there.set()
    turn = 0
    while not stop.wait(1 / TURNS):
        turn += 1
        for number in range(turn % TURNS, len(kinds), TURNS):
            reads = kinds[number]
            if not still_there(clients[number], reads):
                dropped.value += 1
                clients[number].close()
                clients[number] = slow_client(port, reads)
    load.close(clients)
