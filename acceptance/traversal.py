"""Requests a file outside of the root in some thousand spellings: traversal.py PORT DIRECTORY. Fails
if one of them succeeds. The site is that of lib.sh: in DIRECTORY are `secret.txt` and the root, in
which the links `outside.txt` and `outside` lead out."""

import itertools
import re
import socket
import sys

SECRET = b"top secret"
PREFIXES = [
    "/", "//", "/./", "/guide/", "/guide/images/", "/index.html/", "/no-such/", "/%2e/",
    "/guide/images/../", "/outside/",
]
UP = [
    "..", "%2e%2e", "%2E%2E", ".%2e", "%2e.", "%2E.", "%252e%252e", "%25252e%25252e",
    "%c0%ae%c0%ae", "%C0%2E%C0%2E", "%e0%80%ae%e0%80%ae", "%f0%80%80%ae%f0%80%80%ae",
    "%uff0e%uff0e", "%u002e%u002e", "\uff0e\uff0e", "%ef%bc%8e%ef%bc%8e", "..;", "..%3b", "..;a=b",
    "..%00", "%00..", "...", "....", ".. ", "..%20", "%20..", "..%09", "..%0d", "..%0a", "..%7f",
    "..%ff", "\xc0\xae\xc0\xae", ".\\.", ".%5c.", "./..", "%2e/%2e%2e", "..?", "..%3f", "..#", "..%23",
]
SLASHES = [
    "/", "//", "/./", "%2f", "%2F", "%252f", "\\", "%5c", "%255c", "%c0%af", "%C1%9C", "%e0%80%af",
    "%ef%bc%8f", "%e2%88%95", ";/", "/;/", "%00/", "/%00/", "%2f%2e%2f", "/%20/", "%2f%2F", "/%2f",
    "%2f/", "%2F.%2f", "/x%2f..%2f", "%ff%2f..%2f", "%5c%2f",
]
ENDS = ["secret.txt", "secret.txt%00.html", "secret.txt/", "site-next-door/secret.txt"]
LINKS = [
    "/outside.txt", "/./outside.txt", "//outside.txt", "/guide/../outside.txt", "/outside%2etxt",
    "/%6futside.txt", "/outside.txt/", "/outside.txt/.", "/outside.txt%00", "/outside/secret.txt",
    "/outside//secret.txt", "/outside/./secret.txt", "/outside/site/../secret.txt", "/outside",
    "/outside/", "/outside%2fsecret.txt", "/outside%2F%2fsecret.txt", "%2foutside%2fsecret.txt",
    "/x%2f..%2foutside.txt", "/outside%2f.%2fsecret.txt", "/guide%2f..%2foutside.txt", "/outside.txt%2f", "/%6f%75tside/%73ecret.txt", "/outside/../outside.txt",
]


def spellings(work):
    """Each path once, most of them with as many steps as lead to the secret."""
    for prefix, up, slash in itertools.product(PREFIXES, UP, SLASHES):
        depth = len([part for part in prefix.split("/") if part not in ("", ".", "%2e", "..")])
        for steps in {1, depth + 1, 9} if slash == "/" else {depth + 1}:
            yield prefix + (up + slash) * steps + "secret.txt"
    for up, slash, end in itertools.product(UP, SLASHES[:6], ENDS):
        yield "/" + up + slash + end
    for path in LINKS:
        yield path
    for start, slash in itertools.product(["", "/", "//", "/.", "/file:", "/guide/"], SLASHES):
        yield start + "/" + work.strip("/").replace("/", slash) + slash + "secret.txt"


def ask(port, requests):
    """What comes back for pipelined requests, up to the end of the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(b"".join(requests))
        connection.shutdown(socket.SHUT_WR)
        received = b""
        while part := connection.recv(1 << 16):
            received += part
    return received


def main():
    port, work = int(sys.argv[1]), sys.argv[2]
    statuses = {}
    paths = list(dict.fromkeys(spellings(work)))
    for number, path in enumerate(paths):
        # Latin-1 where it can be said so, as those do who send octets that are no UTF-8.
        octets = path.encode("latin1" if max(path) <= "\xff" else "utf-8")
        forms = [octets, b"http://localhost" + octets] if number % 5 == 0 else [octets]
        for form in forms:
            received = ask(
                port, [b"GET " + form + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"]
            )
            assert SECRET not in received, f"{form!r} leads outside: {received[:300]!r}"
            status = re.match(rb"HTTP/1\.1 (200|301|400|404) ", received)
            assert status, f"{form!r}: {received[:300]!r}"
            statuses[status[1].decode()] = statuses.get(status[1].decode(), 0) + 1
    assert b" 200 " in ask(port, [b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"])
    counts = ", ".join(f"{status}: {count}" for status, count in sorted(statuses.items()))
    print(f"{len(paths)} spellings, none leads outside; {counts}")


if __name__ == "__main__":
    main()
