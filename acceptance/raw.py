"""Checks that need a socket of their own: raw.py CHECK ARGUMENT…; fails by an exception."""

import os
import re
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from urllib.parse import quote

GET = b"GET /offsets.txt HTTP/1.1\r\nHost: localhost\r\n\r\n"
BODY_LENGTH = 800


def connect(port):
    return socket.create_connection(("127.0.0.1", int(port)), timeout=20)


class Answers:
    """Reads one answer after the other from a connection."""

    def __init__(self, connection):
        self.connection = connection
        self.bytes = b""

    def more(self):
        received = self.connection.recv(65536)
        self.bytes += received
        return received

    def head(self):
        """Status and declared length, or None if the connection ends before any byte."""
        while b"\r\n\r\n" not in self.bytes:
            if not self.more():
                assert not self.bytes, f"head cut off: {self.bytes!r}"
                return None
        head, self.bytes = self.bytes.split(b"\r\n\r\n", 1)
        length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
        return int(head.split()[1]), int(length[1]) if length else 0

    def body(self, length):
        while len(self.bytes) < length:
            assert self.more(), f"body cut off: {len(self.bytes)} of {length} bytes"
        body, self.bytes = self.bytes[:length], self.bytes[length:]
        return body

    def next(self):
        """Status of the next whole answer, or None."""
        head = self.head()
        if head is None:
            return None
        self.body(head[1])
        return head[0]

    def closed(self):
        return not self.bytes and not self.more()


def ask(port, request):
    """Status of the first answer; None if the server just closes."""
    with connect(port) as connection:
        connection.sendall(request)
        return Answers(connection).next()


def list_files(site):
    """Each file that can be compared in a moment, and its URL path; all ended by NUL."""
    for file in sorted(Path(site).rglob("[!.]*")):
        if file.is_file() and not file.is_symlink() and file.name != "big.bin":
            sys.stdout.write(f"{file}\0/{quote(str(file.relative_to(site)))}\0")


def refuses_malformed(port):
    host = b"Host: localhost\r\n"
    cases = [
        (b"GET / HTTP/1.1\r\n\r\n", 400),  # RFC 9112 §3.2: Host is missing
        (b"GET / HTTP/1.1\r\n" + host + host + b"\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n", 400),  # §5.1: space before the colon
        (b"GET / HTTP/1.1\r\n" + host + b"no colon\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n" + host + b"A: b\r\n folded\r\n\r\n", 400),  # §5.2
        (b"GET / HTTP/1.1\r\n" + host + b"A: \0\r\n\r\n", 400),
        (b"GET  / HTTP/1.1\r\n" + host + b"\r\n", 400),
        (b"GET /\r\n\r\n", "400 or 505"),
        (b"GET / HTTP/3.0\r\n" + host + b"\r\n", 505),
        (b"GET /% HTTP/1.1\r\n" + host + b"\r\n", 400),
        (b"POST / HTTP/1.1\r\n" + host + b"Content-Length: +1\r\n\r\nx", 400),
        (b"POST / HTTP/1.1\r\n" + host + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nxy", 400),
        # §6.3 step 3: a request that smuggles another one
        (
            b"POST / HTTP/1.1\r\n"
            + host
            + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400,
        ),
        (b"POST / HTTP/1.1\r\n" + host + b"Transfer-Encoding: gzip\r\n\r\n", "400 or 501"),
        (b"GET / HTTP/1.1\r\n" + host + b"A: " + b"b" * 100_000 + b"\r\n\r\n", 431),
        (b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n" + host + b"\r\n", 414),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),  # TLS by mistake
    ]
    for request, expected in cases:
        status = ask(port, request)
        assert str(status) in str(expected), f"{request[:80]!r}: {status}, not {expected}"
    assert ask(port, GET) == 200


def keeps_order(port):
    """Many pipelined requests: as many answers, in order."""
    paths = [b"/offsets.txt", b"/none", b"/empty.txt"] * 200
    request = b"".join(GET.replace(b"/offsets.txt", path) for path in paths)
    with connect(port) as connection:
        threading.Thread(target=connection.sendall, args=(request,)).start()
        answers = Answers(connection)
        for number, path in enumerate(paths):
            expected = 404 if path == b"/none" else 200
            status = answers.next()
            assert status == expected, f"answer {number} is {status}, not {expected}"


def splits_anywhere(port):
    """A request that comes in two parts, split at each place, and byte by byte."""
    with connect(port) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        answers = Answers(connection)
        for at in range(1, len(GET)):
            connection.sendall(GET[:at])
            time.sleep(0.002)  # lets the parts go out as two segments
            connection.sendall(GET[at:])
            assert answers.next() == 200, f"split at {at}"
        for byte in GET:
            connection.sendall(bytes([byte]))
        assert answers.next() == 200


def closes_when_asked(port):
    for request in (
        GET.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"),
        b"GET /offsets.txt HTTP/1.0\r\n\r\n",
    ):
        with connect(port) as connection:
            connection.sendall(request)
            answers = Answers(connection)
            assert answers.next() == 200
            assert answers.closed(), f"still open after {request!r}"


def survives_bad_pipelines(port):
    """A malformed second request ends its connection, never the thread that serves others."""
    for _ in range(200):
        with connect(port) as connection:
            connection.sendall(GET + b"\0bad\r\n\r\n" + GET)
            answers = Answers(connection)
            assert answers.next() == 200
            assert answers.next() == 400
            assert answers.closed()
    for _ in range(100):
        assert ask(port, GET) == 200


def runs_out_of_descriptors(port):
    """With 64 descriptors: files that cannot be opened are refused, those that come wait their
    turn, those that are there go on, and when they have gone all is as before."""
    old = connect(port)
    wanted = [connect(port) for _ in range(40)]
    for number, connection in enumerate(wanted):
        connection.sendall(GET.replace(b"/offsets.txt", b"/many/large%d.bin" % number))
    wanted = [Answers(connection) for connection in wanted]
    heads = [answers.head() for answers in wanted]
    statuses = {status for status, _ in heads}
    assert statuses == {200, 503}, f"answers: {statuses}"
    old.sendall(GET)
    status = Answers(old).next()
    # Its file may be one that cannot be opened.
    assert status in (200, 503), f"a connection that was there does not go on: {status}"
    waiting = [connect(port) for _ in range(40)]
    for connection in waiting:
        connection.sendall(GET)
    for answers, (_, length) in zip(wanted, heads):
        answers.body(length)
        answers.connection.close()
    old.close()
    for connection in waiting:
        answers = Answers(connection)
        assert answers.next() in (200, 503), "who waited is not answered"
        connection.close()
    for number in range(40):
        request = GET.replace(b"/offsets.txt", b"/many/large%d.bin" % number)
        assert ask(port, request) == 200, "not as before"


def goes_on_without_a_log(port, most):
    """The log cannot be written, and there is something to say: more connections than may be."""
    crowd = [connect(port) for _ in range(int(most) + 20)]
    for _ in range(3):  # the connection that has been idle longest makes room, after a second
        assert ask(port, GET) == 200
    for connection in crowd:
        connection.close()
    assert ask(port, GET) == 200


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as held:
        print(held.getsockname()[1])


def drains(port, server):
    """Sends SIGTERM to the server. A request sent before must be answered in full; one sent later
    may find the connection closed, but no answer may be cut off."""
    stopped = threading.Event()
    problems = []
    answered = []

    def browse():
        before = True
        try:
            with connect(port) as connection:
                answers = Answers(connection)
                status = 200
                while status is not None:
                    before = not stopped.is_set()
                    connection.sendall(GET)
                    before = before and not stopped.is_set()
                    status = answers.next()
                    assert status in (200, None), f"answered {status}"
                    assert status or not before, "a request sent before the signal got no answer"
                    answered.append(status)
        except OSError as error:
            if before or answers.bytes:
                problems.append(f"browsing: {error}")
        except AssertionError as error:
            problems.append(f"browsing: {error}")

    def download():
        try:
            with connect(port) as connection:
                connection.sendall(GET.replace(b"/offsets.txt", b"/8m.bin"))
                answers = Answers(connection)
                status, length = answers.head()
                assert status == 200
                downloading.wait()
                stopped.wait()
                time.sleep(1)  # the server has seen the signal, and must still send the rest
                answers.body(length)
        except (AssertionError, OSError, threading.BrokenBarrierError) as error:
            problems.append(f"download: {error}")

    downloading = threading.Barrier(11, timeout=20)
    threads = [threading.Thread(target=browse, daemon=True) for _ in range(20)]
    threads += [threading.Thread(target=download, daemon=True) for _ in range(10)]
    for thread in threads:
        thread.start()
    downloading.wait()
    time.sleep(1)  # of browsing
    stopped.set()
    os.kill(int(server), signal.SIGTERM)
    for thread in threads:
        thread.join()
    assert not problems, "\n".join(sorted(set(problems)))
    assert len(answered) > 100, f"only {len(answered)} answers, so nothing was tested"


CHECKS = {
    check.__name__: check
    for check in (
        refuses_malformed,
        keeps_order,
        splits_anywhere,
        closes_when_asked,
        survives_bad_pipelines,
        runs_out_of_descriptors,
        goes_on_without_a_log,
        free_port,
        drains,
    )
}
CHECKS["list"] = list_files

CHECKS[sys.argv[1]](*sys.argv[2:])
