"""Clients that do nothing wrong, and compare every byte they get with what is in the files."""

import gzip
import re
import time

from wire import Broke, Closed, Reader, connect, request

PARTS = re.compile(rb"\r\n--[^\r\n]+\r\n.*?Content-Range: bytes (\d+)-(\d+)/\d+.*?\r\n\r\n", re.S | re.I)


class Honest:
    """One client after the other, until `stop` is set. Counts what it asked, and how long it took."""

    def __init__(self, port, still, rng, stop):
        self.port, self.still, self.rng, self.stop = port, still, rng, stop
        self.paths = sorted(still)
        self.answers, self.bytes, self.times = 0, 0, []

    def run(self):
        while not self.stop.is_set():
            with connect(self.port) as connection:
                reader, before = Reader(connection), self.answers
                try:
                    for _ in range(self.rng.randrange(1, 20)):
                        self.burst(connection, reader)
                except (Closed, ConnectionError):
                    # A server closes idle connections to make room (RFC 9112 §9.5): between two
                    # answers a client connects again. The first answer is owed.
                    if self.answers == before:
                        raise

    def burst(self, connection, reader):
        """One request, or several at once, in one piece or two; then all answers, in order."""
        asked = [self.request() for _ in range(self.rng.choice((1, 1, 1, 7)))]
        octets = b"".join(each for each, _, _ in asked)
        begin = time.monotonic()
        at = self.rng.choice((0, self.rng.randrange(len(octets))))
        connection.sendall(octets[:at])
        connection.sendall(octets[at:])
        for each, head, check in asked:
            answer = reader.answer(head)
            try:
                check(answer)
            except AssertionError as e:
                shown = answer.status, answer.fields, answer.body[:100], len(answer.body)
                raise Broke(f"{e} after {each!r}: {shown}") from e
            self.answers += 1
            self.bytes += len(answer.body)
        self.times.append(time.monotonic() - begin)

    def request(self):
        """Octets, whether they are HEAD, and a check of the answer."""
        path = self.rng.choice(self.paths)
        content = self.still[path]
        if len(content) > 1 << 20 and self.rng.randrange(4):
            path, content = self.paths[0], self.still[self.paths[0]]
        first = self.rng.randrange(len(content) + 1)
        last = min(first + self.rng.randrange(70_000), len(content) - 1)
        match self.rng.randrange(9):
            case 0:
                return request(path, method="HEAD"), True, expects(200, b"", len(content))
            case 1 if first <= last:
                field = f"Range: bytes={first}-{last}"
                return request(path, field), False, expects(206, content[first : last + 1])
            case 2 if len(content) > 2000:
                return request(path, "Range: bytes=0-2,1000-1003"), False, in_parts(content)
            case 3:
                return request(path, "Accept-Encoding: gzip"), False, unpacked(content)
            case 4:
                return request("/still/none", "Accept: */*"), False, expects(404)
            case 5:
                return request(path, "If-None-Match: *"), False, expects(304, b"")
            case 6:
                fields = "Content-Length: 5", "X: y\r\n\r\nhello"
                octets = request(path, *fields, method="POST")[:-4]
                return octets, False, expects(405)
            case 7:
                return request("/few/", "Accept: application/json"), False, listing
            case _:
                return request(f"{path}?{first}"), False, expects(200, content)


def expects(status, content=None, length=None):
    def check(answer):
        assert answer.status == status, f"not {status}"
        assert content is None or answer.body == content, "other bytes"
        assert length is None or int(answer.fields["content-length"]) == length, "another length"

    return check


def unpacked(content):
    def check(answer):
        assert answer.status == 200, "not 200"
        packed = answer.fields.get("content-encoding") == "gzip"
        assert (gzip.decompress(answer.body) if packed else answer.body) == content, "other bytes"

    return check


def in_parts(content):
    def check(answer):
        assert answer.status == 206, "not 206"
        body = b"\r\n" + answer.body
        found = [(m.end(), int(m[1]), int(m[2])) for m in PARTS.finditer(body)]
        assert [part[1:] for part in found] == [(0, 2), (1000, 1003)], f"other parts {found}"
        for at, first, last in found:
            part = body[at : at + last - first + 1]
            assert part == content[first : last + 1], "other bytes in a part"

    return check


def listing(answer):
    # 503: so many listings are wanted that this one did not get its turn.
    assert answer.status in (200, 503), "neither listed nor busy"
    if answer.status == 200:
        names = [b'"%d.txt"' % number for number in range(5)]
        assert all(name in answer.body for name in names), "a name is missing"
