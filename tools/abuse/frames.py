"""HTTP/2 frames as octets, valid or not, and a connection that counts what the server answers."""

import collections
import select
import socket
import ssl
import struct
import time

PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, PRIORITY, RESET, SETTINGS, PUSH, PING, GOAWAY, WINDOW, CONTINUATION = range(10)
PRIORITY_UPDATE = 16
END_STREAM, END_HEADERS, PADDED, ACK = 1, 4, 8, 1
CODES = (
    "NO_ERROR PROTOCOL_ERROR INTERNAL_ERROR FLOW_CONTROL_ERROR SETTINGS_TIMEOUT STREAM_CLOSED "
    "FRAME_SIZE_ERROR REFUSED_STREAM CANCEL COMPRESSION_ERROR CONNECT_ERROR ENHANCE_YOUR_CALM "
    "INADEQUATE_SECURITY HTTP_1_1_REQUIRED"
).split()
# Of the static table of HPACK; other statuses are literals, which are counted as 0.
STATUSES = {0x88: 200, 0x89: 204, 0x8A: 206, 0x8B: 304, 0x8C: 400, 0x8D: 404, 0x8E: 500}


def frame(kind, flags=0, stream=0, payload=b"", length=None):
    """`length`: what the header says, if it is not the truth."""
    size = len(payload) if length is None else length
    return size.to_bytes(3, "big") + bytes((kind, flags)) + struct.pack(">I", stream) + payload


def text(value):
    """A string literal of HPACK without Huffman's code."""
    octets = value if isinstance(value, bytes) else value.encode()
    return number(len(octets), 7) + octets


def number(value, bits, first=0):
    most = (1 << bits) - 1
    if value < most:
        return bytes((first | value,))
    octets, value = [first | most], value - most
    while value >= 128:
        octets.append(value & 127 | 128)
        value >>= 7
    return bytes((*octets, value))


def field(name, value, indexing=False):
    return (b"\x40" if indexing else b"\x00") + text(name) + text(value)


def block(path="/still/3.bin", *fields, method="GET"):
    """A field block of a request, without use of the dynamic table."""
    start = {"GET": b"\x82", "POST": b"\x83"}.get(method) or b"\x02" + text(method)
    head = start + b"\x86\x04" + text(path) + b"\x01" + text("localhost")
    return head + b"".join(field(name, value) for name, value in fields)


def get(stream, path="/still/3.bin", *fields, end=True):
    flags = END_HEADERS | (END_STREAM if end else 0)
    method = "GET" if end else "POST"
    return frame(HEADERS, flags, stream, block(path, *fields, method=method))


def settings(**values):
    names = {"table": 1, "push": 2, "streams": 3, "window": 4, "size": 5, "list": 6}
    pairs = (struct.pack(">HI", names[name], value) for name, value in values.items())
    return frame(SETTINGS, 0, 0, b"".join(pairs))


def reset(stream, code=8):
    return frame(RESET, 0, stream, struct.pack(">I", code))


def window(stream, increment):
    return frame(WINDOW, 0, stream, struct.pack(">I", increment))


def secured(connection, protocols=("h2",), **changes):
    """TLS over a connection, without a look at the certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    for name, value in changes.items():
        setattr(context, name, value)
    if protocols:
        context.set_alpn_protocols(list(protocols))
    return context.wrap_socket(connection, server_hostname="localhost")


def held(port, peers):
    """The number of connections that a server on loopback has with some ports."""
    count = 0
    with open("/proc/net/tcp") as table:
        for line in table:
            fields = line.split()
            if fields[1] == f"0100007F:{port:04X}" and fields[3] != "06":
                count += int(fields[2].rpartition(":")[2], 16) in peers
    return count


class Connection:
    """A client's side: sends anything, and keeps account of the answers."""

    def __init__(self, port, tls=False, begin=None, receive=None, timeout=10):
        """`begin`: what is sent first, the preface and empty settings if it is None."""
        raw = socket.socket()
        raw.settimeout(timeout)
        if receive:
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
        raw.connect(("127.0.0.1", port))
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket = secured(raw) if tls else raw
        self.bytes = bytearray()
        self.goaway = None  # the code
        self.last = None  # the last stream that GOAWAY names
        self.closed = None  # "closed" or "reset"
        self.frames = collections.Counter()  # by type
        self.resets = collections.Counter()  # by code
        self.statuses = collections.Counter()
        self.pings = []  # of the server, without an acknowledgment
        self.ended = set()  # streams whose response is complete
        self.lengths = collections.Counter()  # of DATA, by stream
        if begin is not None:
            self.sendall(begin)
            return
        self.sendall(PREFACE + settings())
        self.read(5, lambda: self.frames[SETTINGS])
        self.sendall(frame(SETTINGS, ACK))

    @property
    def over(self):
        return self.goaway is not None or self.closed is not None

    def outcome(self):
        if self.goaway is not None:
            return "GOAWAY " + CODES[self.goaway]
        return self.closed or "open"

    def sendall(self, octets, seconds=5):
        """Sends, and reads meanwhile; whether all was taken."""
        view, end = memoryview(octets), time.monotonic() + seconds
        self.socket.setblocking(False)
        while view and not self.closed:
            try:
                view = view[self.socket.send(view) :]
                continue
            except (BlockingIOError, ssl.SSLWantWriteError, ssl.SSLWantReadError):
                pass
            except OSError:
                self.read()
                self.closed = self.closed or "reset"
                return False
            self.read()
            if time.monotonic() > end or self.over:
                return False
            select.select([self.socket], [self.socket], [], 0.2)
        return not view

    def read(self, seconds=0, until=None):
        """Takes what has come, or waits for it so long, or until a condition holds."""
        end = time.monotonic() + seconds
        self.socket.setblocking(False)
        while not self.closed:
            try:
                received = self.socket.recv(1 << 18)
                if not received:
                    self.closed = "closed"
                self.bytes += received
                self._frames()
                if until and until():
                    return
            except (BlockingIOError, ssl.SSLWantReadError):
                left = end - time.monotonic()
                if left <= 0 or (until and until()):
                    return
                select.select([self.socket], [], [], min(left, 0.5))
            except OSError:
                self.closed = "reset"

    def _frames(self):
        at = 0
        while len(self.bytes) - at >= 9:
            length = int.from_bytes(self.bytes[at : at + 3], "big")
            if len(self.bytes) - at < 9 + length:
                break
            kind, flags = self.bytes[at + 3], self.bytes[at + 4]
            stream = int.from_bytes(self.bytes[at + 5 : at + 9], "big")
            self._frame(kind, flags, stream, bytes(self.bytes[at + 9 : at + 9 + length]))
            at += 9 + length
        del self.bytes[:at]

    def _frame(self, kind, flags, stream, payload):
        self.frames[kind] += 1
        if kind == PING and not flags & ACK:
            self.pings.append(payload)
        if kind == GOAWAY:
            self.last = int.from_bytes(payload[:4], "big") & 0x7FFFFFFF
            self.goaway = int.from_bytes(payload[4:8], "big")
        elif kind == RESET:
            self.resets[CODES[int.from_bytes(payload, "big")]] += 1
            self.ended.add(stream)
        elif kind == HEADERS and payload:
            self.statuses[STATUSES.get(payload[0], 0)] += 1
        if kind == DATA:
            self.lengths[stream] += len(payload)
        if kind in (DATA, HEADERS) and flags & END_STREAM:
            self.ended.add(stream)

    def wait(self, seconds=8):
        """Until the server ends the connection, or so long."""
        self.read(seconds, lambda: self.over)

    def digested(self, seconds=1):
        """Waits until the server has read all that was sent: its kernel shows what it has not."""
        port, peer = self.socket.getsockname()[1], self.socket.getpeername()[1]
        ends = f"0100007F:{peer:04X} 0100007F:{port:04X} 01 "
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self.over:
            with open("/proc/net/tcp") as table:
                line = next((each for each in table if ends in each), None)
            if line is None or line.split()[4].endswith(":00000000"):
                break
            self.read(0.001)
        self.read()

    def close(self):
        self.socket.close()

    def reset(self):
        """Ends the connection without a farewell."""
        linger = struct.pack("ii", 1, 0)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.close()

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.close()
