#!/usr/bin/env python3
"""Sends the same mutated conversations to otus-server and to nginx and compares the framing: how
many responses there are, of what kind, and whether the connection goes on. docs/fuzzing.md.

Every difference must be explained by a row of REASONS; the first one that is not is printed, and
the exit code is 1. Loopback only; starts both servers itself, and ends only those.
"""

import argparse
import collections
import ipaddress
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
FILES = ("index.html", "a.txt", "b.txt", "last.txt", "dir/index.html", "c d.txt")
LAST = b"GET /last.txt HTTP/1.1\r\nHost: h\r\n\r\n"

REQUESTS = [
    b"GET /a.txt HTTP/1.1\r\nHost: h\r\n\r\n",
    b"GET /dir/../b.txt?c=d HTTP/1.1\r\nHost: example.org:80\r\nAccept: */*\r\n\r\n",
    b"HEAD /a.txt HTTP/1.1\r\nHost: h\r\nAccept: a;q=\"1\"\r\n\r\n",
    b"GET http://h/c%20d.txt HTTP/1.1\r\nHost: h\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n",
    b"GET /none HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
    b"GET /b.txt HTTP/1.1\r\nHost: [1:2:3::255.6.7.8]:80\r\n\r\n",
    b"GET /a.txt HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
    b"GET /a.txt HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello",
    b"POST /a.txt HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello",
    b"\r\nPOST /b.txt HTTP/1.0\r\nContent-Length: 18\r\nConnection: keep-alive\r\n\r\n"
    b"GET / HTTP/1.0\r\n\r\n",
    b"POST /a.txt HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"5\r\nhello\r\nA\r\n0123456789\r\n0\r\n\r\n",
    b"GET /b.txt HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"1;x=\"y\"\r\na\r\n01\r\nb\r\n0\r\nTrailer: t\r\n\r\n",
    b"GET /a.txt HTTP/1.1\r\nHost: h\r\nRange: bytes=0-1\r\nIf-Match: *\r\n\r\n",
    b"TRACE /a.txt HTTP/1.1\r\nHost: h\r\n\r\n",
    b"GET /dir HTTP/1.1\r\nHost: h\r\n\r\n",
]

DICTIONARY = [
    b"\r\n", b"\r", b"\n", b"\0", b" ", b"\t", b"\x0b", b":", b";", b",", b'"', b"%", b"%00",
    b"%2e%2e", b"%2f", b"%2F..", b"%ff", b"/../", b"/./", b"//", b"#", b"?", b"\x80", b"\xff", b"\x7f", b"0", b"1", b"f",
    b"-", b"+", b"_", b"0\r\n\r\n", b"\r\n ", b"\r\n\r\n", b"HTTP/1.0", b"HTTP/1.2", b"HTTP/2.0",
    b"HTTP/0.9", b"http/1.1", b"GET", b"HEAD", b"POST", b"CONNECT", b"Content-Length: 3\r\n",
    b"Content-Length: 0\r\n", b"Content-Length:\t4 \r\n", b"Content-Length: +5\r\n",
    b"Content-Length: 0x5\r\n", b"Content-Length: 5, 5\r\n", b"Content-Length : 5\r\n",
    b"Transfer-Encoding: chunked\r\n", b"Transfer-Encoding: gzip, chunked\r\n",
    b"transfer-encoding:chunked\r\n", b"Transfer-Encoding: \x0bchunked\r\n",
    b"Transfer-Encoding: chunked, identity\r\n", b"Transfer-Encoding : chunked\r\n",
    b"Transfer-Encoding:\r\n chunked\r\n", b"Host: c\r\n", b"Host:\r\n", b"Host: a b\r\n",
    b"::", b"1:2:", b"[1::2::3]", b"[v1.a]", b"1.2.3.256", b"]",
    b"Expect: 100-continue\r\n", b"Expect: x\r\n", b"Connection: close\r\n",
    b"Connection: keep-alive\r\n", b"X: y\r\n", b"X : y\r\n", b" X: y\r\n", b": y\r\n",
    b"no colon\r\n", b"9999999999999999999", b"ffffffffffffffff", b"http://h", b"a" * 300,
]


def conversation(rng):
    """Some requests with something wrong, and one behind them that shows whether it was noticed."""
    octets = b"".join(rng.choice(REQUESTS) for _ in range(rng.randint(1, 3)))
    for _ in range(rng.randint(0, 3)):
        octets = mutate(octets, rng)
    return octets + LAST


def mutate(octets, rng):
    at = rng.randint(0, len(octets))
    end = min(len(octets), at + rng.randint(0, 11))
    line = octets.rfind(b"\n", 0, at) + 1
    match rng.randrange(6):
        case 0:
            return octets[:at] + octets[end:]
        case 1:
            return octets[:at] + octets[at:end] + octets[at:]
        case 2:
            return octets[:at] + bytes([rng.randrange(256)]) + octets[min(at + 1, end) :]
        case 3:
            return octets[:at] + rng.choice(DICTIONARY) + octets[end:]
        case 4:
            return octets[:at] + rng.choice(DICTIONARY) + octets[at:]
        case _:
            return octets[:line] + rng.choice(DICTIONARY) + octets[line:]


# --- the two servers ---


class Server:
    def __init__(self, name, process, port):
        self.name, self.process, self.port = name, process, port

    def answers(self, octets):
        """What comes back, up to the end of the connection: the client has finished, too."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            received = b""
            try:
                connection.sendall(octets)
                connection.shutdown(socket.SHUT_WR)
                while part := connection.recv(65536):
                    received += part
            except (ConnectionResetError, BrokenPipeError):
                pass  # it was answered before all was read, and closed
        return split(received)


def split(received):
    """The responses, each as its status and, if it is a success, the file it is made of."""
    answers = []
    while received:
        head, separator, received = received.partition(b"\r\n\r\n")
        match = re.match(rb"HTTP/1\.1 (\d{3}) ", head)
        if not match or not separator:
            answers.append("bare " + (head + separator + received)[:20].decode("latin1"))
            break
        status = int(match[1])
        if status == 100:
            continue
        body = b""
        # To HEAD, the head alone comes back; no file of ours begins like what follows then.
        if not received.startswith((b"HTTP/1.1 ", b"<html>")) or status >= 300:
            length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
            size = int(length[1]) if length and not received.startswith(b"HTTP/1.1 ") else 0
            body, received = received[:size], received[size:]
        answers.append(f"{status} {body[:9].decode('latin1')}" if status < 300 else str(status))
    return answers


def start_otus(launcher, root):
    process = subprocess.Popen(
        [launcher, "--port", "0", "--root", root, "--workers", "1", "--allowed-hosts", "*"],
        stdout=subprocess.PIPE,
        text=True,
    )
    for line in process.stdout:
        if match := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
            return Server("otus-server", process, int(match[1]))
    sys.exit("otus-server did not start")


def start_nginx(work, root):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    bodies = " ".join(
        f"{kind}_temp_path {work}/{kind};"
        for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if not nginx:
        sys.exit("nginx is needed: the package nginx-light will do")
    config = Path(work, "nginx.conf")
    # One read takes in a whole conversation, as otus-server's does.
    config.write_text(
        f"""daemon off; master_process off; worker_processes 1;
        error_log {work}/nginx.log crit; pid {work}/nginx.pid;
        events {{ worker_connections 256; }}
        http {{
          access_log off; {bodies} default_type text/plain;
          client_header_buffer_size 32k; keepalive_requests 1000000;
          server {{ listen 127.0.0.1:{port}; root {root}; }}
        }}"""
    )
    process = subprocess.Popen([nginx, "-p", work, "-c", config])
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return Server("nginx", process, port)
        except ConnectionRefusedError:
            time.sleep(0.05)
    sys.exit("nginx did not start")


# --- what a difference is, and why it is right ---


class Difference:
    """The first response that differs, and the octets of the request that it answers."""

    def __init__(self, octets, otus, nginx):
        self.octets, self.otus, self.nginx = octets, otus, nginx
        self.index = 0
        while otus[self.index : self.index + 1] == nginx[self.index : self.index + 1]:
            self.index += 1
        self.o, self.n = (self.status(answers) for answers in (otus, nginx))
        self.rest = rest_after(octets, self.index)
        self.head, self.line, self.fields = head_of(self.rest)
        # If a server is silent, the request before may say why it closed.
        before = rest_after(octets, self.index - 1) if self.index else b""
        self.before = head_of(before)[0]
        # The content of either request is in chunks, and malformed.
        self.bad_chunks = has_bad_chunks(self.rest) or has_bad_chunks(before)
        # otus-server refuses, and so ends the connection.
        self.refused = self.o in REFUSALS and self.index == len(otus) - 1
        self.closed = self.o == "none" or self.index == len(otus) - 1

    def status(self, answers):
        return answers[self.index][:3] if self.index < len(answers) else "none"

    def values(self, name, head=None):
        """The values of a field, in lines that both servers take for it."""
        pattern = rb"(?im)^" + name + rb":[ \t]*([^\n]*?)[ \t]*\r?$"
        return re.findall(pattern, self.fields if head is None else head)


def head_of(octets):
    """A head as a lenient server would find it, its first line, and the rest of it."""
    octets = octets.lstrip(b"\r\n")
    end = re.search(rb"\n\r?\n", octets)
    head = octets[: end.end() if end else len(octets)]
    line, _, fields = head.partition(b"\n")
    return head, line.rstrip(b"\r"), fields


def rest_after(octets, count):
    """What is left behind so many well-formed requests, or behind as many as can be found."""
    for _ in range(count):
        match = re.match(rb"(?:\r\n)*([^\r\n]+\r\n(?:[^\r\n]+\r\n)*)\r\n", octets)
        if not match:
            break
        body = octets[match.end() :]
        if re.search(rb"(?i)\ntransfer-encoding:[ \t]*chunked[ \t]*\r\n", match[1]):
            body = after_chunks(body) or b""
        elif length := re.search(rb"(?i)\ncontent-length:[ \t]*(\d{1,9})[ \t]*\r\n", match[1]):
            body = body[int(length[1]) :]
        octets = body
    return octets


TOKEN = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
VALUE = rb"[^\x00-\x08\x0a-\x1f\x7f]*"
FIELD = re.compile(TOKEN + rb":" + VALUE)


def has_bad_chunks(octets):
    """Whether the request that octets begin with has chunks, and those are malformed or cut off."""
    octets = octets.lstrip(b"\r\n")
    head, found, body = octets.partition(b"\r\n\r\n")
    if not found or not re.search(rb"(?i)\ntransfer-encoding:[ \t]*chunked[ \t]*\r?$", head, re.M):
        return False
    return after_chunks(body) is None


def after_chunks(body):
    """What is left behind chunks, or None if those are malformed or cut off."""
    while chunk := re.match(rb"([0-9A-Fa-f]{1,15})(?:[ \t]*;" + VALUE + rb")?\r\n", body):
        size, body = int(chunk[1], 16), body[chunk.end() :]
        if size == 0:
            trailers = re.match(rb"(?:" + TOKEN + rb":" + VALUE + rb"\r\n)*\r\n", body)
            return body[trailers.end() :] if trailers else None
        if body[size : size + 2] != b"\r\n":
            return None
        body = body[size + 2 :]
    return None


REFUSALS = ("400", "413", "414", "417", "431", "501", "505")
HOST = re.compile(
    rb"(\[([0-9A-Fa-f:.]+|[Vv][0-9A-Fa-f]+\.[A-Za-z0-9._~!$&'()*+,;=:-]+)\]"
    rb"|([A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})+)(:\d{0,5})?|"
)


def is_host(text):
    """RFC 3986 §3.2.2; what an address of IPv6 is, Python says."""
    match = HOST.fullmatch(text)
    literal = match and match[2]
    if not literal or literal[:1] in b"Vv":
        return bool(match)
    try:
        return bool(ipaddress.IPv6Address(literal.decode()))
    except ValueError:
        return False


def target(d):
    """What stands between the first and the last blank of a request line."""
    parts = d.line.split(b" ", 1)
    return parts[1].rpartition(b" ")[0] if len(parts) == 2 else b""


NAMES = re.compile(rb"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*(:\d+)?")


def hosts(d):
    absolute = re.match(rb"(?i)https?://([^/?]*)", target(d))
    return d.values(b"Host") + ([absolute[1]] if absolute else [])


def is_odd_host(host):
    """Whether it is a host, but not one that is made of names."""
    return is_host(host) and not NAMES.fullmatch(host)


def lines_with_fault(fields):
    lines = fields.replace(b"\r\n", b"\n").split(b"\n")
    return [line for line in lines if line and not FIELD.fullmatch(line)]


def options_differ(head):
    """Whether connection options are there for who looks for their letters, but not as tokens, or
    both are there, of which `close` counts."""
    values = re.findall(rb"(?im)^connection:([^\r\n]*)", head)
    tokens = [token.strip(b" \t").lower() for value in values for token in value.split(b",")]
    letters = b",".join(values).lower()
    known = (b"close", b"keep-alive")
    return any(option in letters and option not in tokens for option in known) or all(
        option in tokens for option in known
    )


# What the difference is, the section that allows or asks for it, and how it is known. "Refused"
# includes that the connection is closed.
REASONS = [
    (
        "refused: a line that ends with LF alone",
        "RFC 9112 §2.2: a recipient MAY take it for an end",
        lambda d: d.refused and re.search(rb"(?<!\r)\n", d.head),
    ),
    (
        "refused: a field line that has no colon, or a name that is no token, or is folded",
        "RFC 9112 §5, §5.1, §5.2; nginx leaves such a line out",
        lambda d: d.refused and lines_with_fault(d.fields),
    ),
    (
        "OPTIONS is answered",
        "RFC 9110 §9.3.7; nginx: 405, or 400 to `*`",
        lambda d: d.line.startswith(b"OPTIONS ") and d.o == "204" and d.n in ("400", "405"),
    ),
    (
        "nginx closes after a TRACE or CONNECT that it refuses",
        "RFC 9112 §9.3: a server may; RFC 9110 §15.5.6: it need not",
        lambda d: d.n == "none" and re.match(rb"(TRACE|CONNECT) ", d.before),
    ),
    (
        "refused as 400 rather than 405: CONNECT, whose target is a host and a port",
        "RFC 9110 §9.3.6, RFC 9112 §3.2.3; nginx looks for the method alone",
        lambda d: (d.o, d.n) == ("400", "405") and d.refused and d.line.startswith(b"CONNECT "),
    ),
    (
        "refused: HTTP/0.9, which nginx answers without a head",
        "RFC 9112 §3: a request line has a version",
        lambda d: d.o == "400" and d.refused and b" HTTP/" not in d.line,
    ),
    (
        "refused: HTTP/0.9 behind a HEAD, so that its answer looks like content of that",
        "RFC 9112 §3: a request line has a version",
        lambda d: d.line.startswith(b"HEAD ")
        and d.otus[d.index + 1 :] == ["400"]
        and b" HTTP/" not in head_of(rest_after(d.rest, 1))[1],
    ),
    (
        "refused: a version that is not HTTP/ digit . digit, or is not 1",
        "RFC 9112 §2.3, RFC 9110 §15.6.6",
        lambda d: d.refused and not re.search(rb" HTTP/1\.[0-9]$", d.line),
    ),
    (
        "refused: more between method, target and version than one space",
        "RFC 9112 §3: a recipient MAY split at white space",
        lambda d: d.refused and (b"  " in d.line or d.line.count(b" ") != 2),
    ),
    (
        "refused: a fragment in the target",
        "RFC 9112 §3.2: a target has none",
        lambda d: d.refused and b"#" in target(d),
    ),
    (
        "refused: a target of another scheme, or whose authority is none",
        "RFC 9112 §3.2.2, RFC 9110 §4.2",
        lambda d: d.refused
        and not target(d).startswith((b"/", b"*"))
        and not (re.match(rb"(?i)https?://", target(d)) and is_host(hosts(d)[-1])),
    ),
    (
        "refused: a Host that names no host",
        "RFC 9112 §3.2; nginx looks for some faults only",
        lambda d: d.refused and any(not is_host(host) for host in d.values(b"Host")),
    ),
    (
        "a method is any token, and an unknown one is not allowed",
        "RFC 9110 §9.1, §15.5.6; nginx: 400",
        lambda d: d.o in ("405", "501") and d.n == "400" and not re.match(rb"[A-Z]+ ", d.line),
    ),
    (
        "refused as 400 rather than 501: a list of codings that does not end with chunked",
        "RFC 9112 §6.3 step 4",
        lambda d: (d.o, d.n) == ("400", "501") and d.values(b"Transfer-Encoding"),
    ),
    (
        "answered before its content is read, which is malformed and ends the connection",
        "RFC 9110 §9.3.1, RFC 9112 §7.1; nginx: 400, or takes it",
        lambda d: d.closed and not d.refused and d.bad_chunks,
    ),
    (
        "refused: a CR or LF alone before the request line",
        "RFC 9112 §2.2: an empty line is CRLF",
        lambda d: d.refused and re.match(rb"(?:\r\n)*(?:\n|\r(?!\n))", d.rest),
    ),
    (
        "connection options are tokens, and close counts for more than keep-alive",
        "RFC 9110 §7.6.1, RFC 9112 §9.3; nginx looks for letters, and the last field counts",
        lambda d: "none" in (d.o, d.n) and options_differ(d.before),
    ),
    (
        "a host may be empty, or have encoded octets, symbols, or more than one dot in a row",
        "RFC 9112 §3.2, RFC 3986 §3.2.2; nginx: 400",
        lambda d: d.n == "400" and any(is_odd_host(host) for host in hosts(d)),
    ),
    (
        "a tab is white space around a value",
        "RFC 9110 §5.6.3; nginx: 400, 412 or 501, and 200 to a Range",
        lambda d: (d.n in ("400", "412", "501") and re.search(rb":\s*\t|\t *\r", d.fields))
        or (d.o[:3], d.n[:3]) == ("206", "200")
        and re.search(rb"(?i)(?:^|\n)range:\s*\t", d.fields),
    ),
    (
        "nginx closes after a 412",
        "RFC 9112 §9.3: a server may",
        lambda d: d.n == "none" and d.index and d.nginx[d.index - 1] == "412",
    ),
    (
        "a method that is not allowed is so wherever",
        "RFC 9110 §15.5.6; nginx looks for the file first",
        lambda d: d.o == "405" and d.n in ("404", "403", "301"),
    ),
    (
        "a malformed Range is ignored, and tabs are white space around its members",
        "RFC 9110 §14.1.1, §14.2: may be ignored or refused; nginx: 416, or 206 to blanks within",
        lambda d: d.o in ("200", "206") and d.n in ("206", "416") and d.values(b"Range"),
    ),
    (
        "fields of one name are one list",
        "RFC 9110 §5.3; nginx refuses some that come twice",
        lambda d: d.n == "400" and not d.refused and len(d.values(b"If-Match")) > 1,
    ),
    (
        "refused by both, but another fault is seen first",
        "RFC 9110 §15.5",
        lambda d: d.refused and d.n in REFUSALS and d.index == len(d.nginx) - 1,
    ),
    (
        "refused: an expectation that is not 100-continue",
        "RFC 9110 §10.1.1; nginx ignores it",
        lambda d: d.o == "417" and d.values(b"Expect"),
    ),
    (
        "closed behind content that was held back until a 100 that did not come",
        "RFC 9110 §10.1.1",
        lambda d: d.o == "none" and d.values(b"Expect", d.before),
    ),
]


def explain(difference):
    for reason, section, holds in REASONS:
        if holds(difference):
            return reason, section
    return None


def compare(options, otus, nginx):
    equal, explained, unknown = 0, collections.Counter(), 0
    kinds = collections.Counter()
    end = time.monotonic() + options.seconds
    rounds = 0
    while rounds < options.rounds and time.monotonic() < end:
        octets = conversation(random.Random(options.seed * 1_000_003 + rounds))
        rounds += 1
        answers = otus.answers(octets), nginx.answers(octets)
        kinds.update(answer[:3] for answer in answers[0])
        if answers[0] == answers[1]:
            equal += 1
            continue
        difference = Difference(octets, *answers)
        reason = explain(difference)
        if reason:
            explained[reason] += 1
            continue
        unknown += 1
        print(f"round {rounds - 1} of seed {options.seed}: not explained, from response"
              f" {difference.index + 1} on\n  sent  {octets!r}\n  at    {difference.rest[:300]!r}"
              f"\n  otus  {answers[0]}\n  nginx {answers[1]}")
        if not options.all:
            break
    print(f"{rounds} conversations: {equal} the same, {sum(explained.values())} different for a"
          f" reason, {unknown} different without one")
    print("responses: " + ", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())))
    for (reason, section), count in explained.most_common():
        print(f"{count:7}  {reason} ({section})")
    return 0 if unknown == 0 else 1


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=2000)
    options.add_argument("--seconds", type=float, default=1e9, help="end after so many")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--image", default=HERE.parent / "server-app/target/otus-server")
    options.add_argument("--all", action="store_true", help="go on behind what is not explained")
    chosen = options.parse_args()
    servers = []
    work = tempfile.mkdtemp()
    try:
        root = Path(work, "root")
        for name in FILES:
            file = root / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"{file.stem[:1]}.{file.parent.name[:3]} is the file {name}\n")
        servers.append(start_otus(Path(chosen.image, "bin/otus-server"), str(root)))
        servers.append(start_nginx(work, root))
        return compare(chosen, *servers)
    finally:
        for server in servers:
            server.process.terminate()
            server.process.wait()
        shutil.rmtree(work)


if __name__ == "__main__":
    sys.exit(main())
