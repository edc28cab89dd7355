"""What is done to the server: each function is one bounded round of one kind, and lets go of all it
opened. A round may be refused, cut off or kept waiting; only `Broke` says that the server is wrong.
"""

import contextlib
import gzip
import socket

from site_folder import HUGE
from wire import Broke, Closed, Cut, Reader, connect, request, reset

GET = request("/still/3.bin")
HOSTILE = [
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n",
    b"POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1;" + b"x" * 20_000,
    b"POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    b"GET /" + b"../" * 2000 + b"etc/passwd HTTP/1.1\r\nHost: h\r\n\r\n",
    b"GET /" + b"a/" * 3000 + b" HTTP/1.1\r\nHost: h\r\n\r\n",
    b"GET /%00%ff%c0%ae HTTP/1.1\r\nHost: h\r\n\r\n",
    b"\r\n" * 5000,
    b"GET / HTTP/1.1\r\nHost: h\r\n" + b"a: b\r\n" * 5000 + b"\r\n",
]


@contextlib.contextmanager
def crowd(port, count, receive=None):
    """So many connections, which are reset in the end."""
    connections = []
    try:
        for _ in range(count):
            connections.append(connect(port, receive=receive))
        yield connections
    finally:
        for connection in connections:
            reset(connection)


def offer(connection, octets):
    """Sends as much as goes without waiting; whether the connection is still good."""
    connection.setblocking(False)
    try:
        return connection.send(octets) >= 0
    except BlockingIOError:
        return True
    except OSError:
        return False


def dribble(port, rng, stop, count, begin, drop):
    """`begin` at once, then a drop now and then, on many connections, for some seconds."""
    with crowd(port, count) as connections:
        for connection in connections:
            offer(connection, begin)
        for _ in range(rng.randrange(3, 30)):
            if stop.wait(0.5):
                return
            connections[:] = [each for each in connections if offer(each, drop) or reset(each)]


def slow_heads(port, rng, stop):
    dribble(port, rng, stop, 300, GET[:-2], rng.choice((b"A", b"B: c\r\n")))


def slow_bodies(port, rng, stop):
    begin = rng.choice(
        (
            request("/still/3.bin", "Content-Length: 1000000000", method="POST"),
            request("/still/3.bin", "Content-Length: 1000000"),
            request("/upload", "Transfer-Encoding: chunked", method="PUT"),
            request("/", "Expect: 100-continue", "Content-Length: 9", method="POST"),
        )
    )
    dribble(port, rng, stop, 100, begin, b"1\r\nx\r\n" if b"chunked" in begin else b"x")


def slow_readers(port, rng, stop):
    with crowd(port, 150, receive=2048) as connections:
        for number, connection in enumerate(connections):
            path = "/huge.bin" if number % 2 else "/still/2.txt"
            offer(connection, request(path, "Accept-Encoding: gzip"))
        for _ in range(rng.randrange(3, 20)):
            for connection in connections:
                with contextlib.suppress(OSError):
                    connection.recv(16)
            if stop.wait(0.5):
                return


def idle_flood(port, rng, stop):
    with crowd(port, 500) as connections:
        for connection in connections[::2]:
            offer(connection, GET)
        stop.wait(rng.uniform(1, 15))


def resets_in_requests(port, rng, stop):
    octets = rng.choice((GET, request("/few/", "Content-Length: 9", method="POST") + b"123456789"))
    for end in range(len(octets) + 1):
        with crowd(port, 1) as (connection,):
            connection.sendall(octets[:end])
            if rng.randrange(2):
                stop.wait(0.002)


def resets_in_responses(port, rng, stop):
    for path in ("/still/3.bin", "/still/11.bin", "/huge.bin", "/still/2.txt", "/few/", "/none"):
        for _ in range(10):
            with crowd(port, 1) as (connection,):
                connection.sendall(request(path, "Accept-Encoding: gzip") * rng.choice((1, 5)))
                connection.settimeout(0.5)  # a part of it, or all
                with contextlib.suppress(TimeoutError):
                    for _ in range(rng.randrange(4)):
                        connection.recv(rng.randrange(1, 200_000))


def half_closes(port, rng, stop):
    for _ in range(20):
        with connect(port) as connection:
            connection.sendall(GET + GET + GET[: rng.randrange(len(GET))])
            connection.shutdown(socket.SHUT_WR)
            reader = Reader(connection)
            if any(reader.answer().status != 200 for _ in range(2)):
                raise Broke("a client that finished got no answer")


def pipelines_unread(port, rng, stop):
    paths = "/still/3.bin", "/still/11.bin", "/huge.bin", "/still/2.txt", "/many/", "/none"
    with crowd(port, 20, receive=4096) as connections:
        for connection in connections:
            octets = request(rng.choice(paths), "Accept-Encoding: gzip") * 2000
            for _ in range(10):
                offer(connection, octets)
        stop.wait(rng.uniform(0, 12))


def garbage(port, rng, stop):
    for _ in range(50):
        with crowd(port, 1) as (connection,):
            octets = bytearray(rng.choice((*HOSTILE, rng.randbytes(rng.randrange(1, 3000)), GET)))
            for _ in range(rng.randrange(4)):
                octets[rng.randrange(len(octets))] = rng.randrange(256)
            connection.sendall(octets)
            connection.settimeout(0.05)
            connection.recv(4096)


def endless_heads(port, rng, stop):
    """Heads without end are refused; what still comes is taken for a while, and thrown away.

    If memory is full just then, a head that has begun gets 503.
    """
    piece = b"X: " + b"y" * rng.randrange(10, 20_000) + b"\r\n"
    piece = piece if rng.randrange(2) else piece[:-2]
    with contextlib.suppress(Cut), crowd(port, 1) as (connection,):
        connection.sendall(b"GET / HTTP/1.1\r\nHost: h\r\n")
        for _ in range(0, 4 << 20, len(piece)):
            connection.sendall(piece)
        status = Reader(connection).answer().status
        if status not in (431, 503):
            raise Broke(f"{status} for a head of 4 MiB")


def large_heads(port, rng, stop):
    """As large as allowed, several at once, on many connections: more than the heap has room for."""
    fields = [f"X{i}: {'y' * 300}" for i in range(90)]
    octets = request(f"/{rng.random()}", *fields) * 3
    with crowd(port, 1000) as connections:
        for connection in connections:
            offer(connection, octets)
        stop.wait(rng.uniform(1, 5))


def ranges(port, rng, stop):
    """However many ranges are asked for, no more comes than the file and some framing."""
    specs = (
        ",".join(["0-"] * 1000),
        ",".join(f"{i}-" for i in range(1000)),
        ",".join(f"{i}-{i}" for i in range(0, 4000, 2)),
        ",".join(["0-5000000", "1-5000001", "2-5000002"]),
        ",".join(["-1"] * 2000),
    )
    with contextlib.suppress(Cut), connect(port) as connection:
        for path, size in (("/still/11.bin", 6 << 20), ("/huge.bin", HUGE), ("/still/2.txt", 1 << 20)):
            connection.sendall(request(path, "Range: bytes=" + rng.choice(specs), method="HEAD"))
            answer = Reader(connection).answer(head=True)
            if int(answer.fields.get("content-length", 0)) > size + 500_000:
                raise Broke(f"ranges give {answer.fields}")


def missing(port, rng, stop):
    """Names nobody has asked for before, and one that is asked for again and again."""
    with connect(port) as connection:
        reader = Reader(connection)
        for i in range(50):
            # Few at a time: a connection that holds much may be reset while others hold much, too.
            paths = ["/hot"] * 5 + [f"/{rng.randbytes(rng.randrange(1, 120)).hex()}" for _ in range(5)]
            try:
                connection.sendall(b"".join(map(request, paths)))
                first = reader.answer().status
            except (Closed, ConnectionError):
                if i == 0:
                    raise
                return  # it was idle, and was closed to make room
            if first != 404 or any(reader.answer().status != 404 for _ in paths[1:]):
                raise Broke("not 404")


def queries(port, rng, stop):
    """Other query strings, hosts and encodings each time, for what may be kept under them."""
    with contextlib.suppress(Cut), connect(port) as connection:
        reader = Reader(connection)
        for _ in range(20):
            codings = ["gzip", "*", "br", "identity", "x", "", "gzip;q=0.5", "a;q=1.0000", ";;", "\x80"]
            value = ",".join(rng.choice(codings) for _ in range(rng.choice((1, 5, 1000))))
            path = f"/still/{rng.choice('12')}.txt?{rng.randbytes(rng.randrange(500)).hex()}"
            octets = request(path, "Accept-Encoding: " + value)
            connection.sendall(octets.replace(b"localhost", rng.randbytes(8).hex().encode()))
            status = reader.answer().status
            if status != 200 and (status != 503 or len(octets) < 4000):
                raise Broke(f"{status} with {value[:200]}")


def listings(port, rng, stop):
    # A large page that waits for its reader may be reset while others hold much memory.
    with contextlib.suppress(Cut), connect(port) as connection:
        reader = Reader(connection)
        for _ in range(5):
            path = f"/many/?sort={rng.choice(('name', 'size', 'date', 'x'))}&{rng.random()}"
            connection.sendall(request(path))
            if reader.answer().status not in (200, 503):
                raise Broke("no listing")


def moving(port, rng, stop):
    """Files that change: an answer may fail or end early, but is never of two versions."""
    for path in ("small.txt", "large.txt", "size.bin", "shifty.txt", "shifty.txt/", "../pipe"):
        with contextlib.suppress(Cut), connect(port) as connection:
            field = rng.choice(("A: b", "Accept-Encoding: gzip", "Range: bytes=0-99,70000-"))
            connection.sendall(request("/moving/" + path, field))
            answer = Reader(connection).answer()
            body = answer.body
            if answer.fields.get("content-encoding") == "gzip":
                body = gzip.decompress(body)
            if answer.status not in (200, 206, 301, 403, 404, 416, 503):
                raise Broke(f"{answer.status} for {path}")
            if b"root:" in body or answer.status == 200 and "." in path and len(set(body)) > 1:
                listed = path == "shifty.txt/"
                if not listed:
                    raise Broke(f"mixed or foreign bytes in {path}: {body[:80]}")


def gone(port, rng, stop):
    """A root that vanishes and comes back."""
    with connect(port) as connection:
        connection.sendall(request("/gone/file.txt"))
        answer = Reader(connection).answer()
        if answer.status not in (200, 404, 503) or (answer.status == 200) != (
            answer.body == b"here again\n"
        ):
            raise Broke(f"{answer.status} of the root that goes and comes: {answer.body[:80]}")


ALL = (
    slow_heads,
    slow_bodies,
    slow_readers,
    idle_flood,
    resets_in_requests,
    resets_in_responses,
    half_closes,
    pipelines_unread,
    garbage,
    endless_heads,
    large_heads,
    ranges,
    missing,
    queries,
    listings,
    moving,
    gone,
)
