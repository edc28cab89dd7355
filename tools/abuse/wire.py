"""A connection to the server that reads whole answers, and trusts none of them."""

import collections
import random
import socket
import struct

Answer = collections.namedtuple("Answer", "status fields body")
RESET = struct.pack("ii", 1, 0)  # SO_LINGER: close sends a reset


class Broke(Exception):
    """The server did what it must not do."""


class Cut(Broke):
    """The connection ended within an answer, or before one that was owed."""


class Closed(Cut):
    """The connection ended before an answer began."""


def connect(port, source=None, receive=None, timeout=60):
    """A socket from some address of the loopback network, so that no one runs out of ports."""
    connection = socket.socket()
    connection.settimeout(timeout)
    if receive:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
    source = source or f"127.0.{random.randrange(1, 255)}.{random.randrange(1, 255)}"
    try:
        connection.bind((source, 0))
        connection.connect(("127.0.0.1", port))
    except OSError:
        connection.close()
        raise
    return connection


def reset(connection):
    try:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    finally:
        connection.close()


def request(path, *fields, method="GET"):
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", *fields, "", ""]
    return "\r\n".join(lines).encode("latin-1")


class Reader:
    """Reads one answer after the other."""

    def __init__(self, connection):
        self.connection = connection
        self.bytes = bytearray()

    def _more(self):
        try:
            received = self.connection.recv(1 << 18)
        except TimeoutError as e:
            raise Cut("no byte for a minute") from e
        except ConnectionError as e:
            raise Cut(str(e)) from e
        self.bytes += received
        return received

    def _take(self, length):
        while len(self.bytes) < length:
            if not self._more():
                raise Cut(f"{len(self.bytes)} of {length} bytes of content")
        taken = bytes(self.bytes[:length])
        del self.bytes[:length]
        return taken

    def _line(self):
        while (end := self.bytes.find(b"\r\n")) < 0:
            if len(self.bytes) > 1 << 16:
                raise Broke(f"no line: {bytes(self.bytes[:80])}")
            if not self._more():
                raise Cut(f"in a line: {bytes(self.bytes[:80])}")
        return self._take(end + 2)[:-2].decode("latin-1")

    def answer(self, head=False):
        """The next answer; `head` if it is one to HEAD."""
        try:
            start = self._line()
        except Cut as e:
            raise e if self.bytes else Closed(str(e)) from e
        if not start.startswith("HTTP/1.1 "):
            raise Broke(f"no status line: {start[:80]!r}")
        status, fields = int(start[9:12]), {}
        while line := self._line():
            name, colon, value = line.partition(":")
            if not colon:
                raise Broke(f"no field: {line[:80]!r}")
            fields[name.lower()] = value.strip()
        if head or status in (204, 304) or status < 200:
            return Answer(status, fields, b"")
        if fields.get("transfer-encoding") == "chunked":
            return Answer(status, fields, self._chunks())
        if "content-length" not in fields:
            raise Broke(f"{status} without a length")
        return Answer(status, fields, self._take(int(fields["content-length"])))

    def _chunks(self):
        body = b""
        while size := int(self._line(), 16):
            body += self._take(size)
            if self._line():
                raise Broke("a chunk does not end where it should")
        while self._line():
            pass
        return body

    def ended(self):
        """Whether the server has nothing more to say; waits for it."""
        return not self.bytes and not self._more()
