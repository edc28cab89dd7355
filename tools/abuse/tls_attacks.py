"""What is done to TLS below HTTP. An attack returns how its connections ended, and their number."""

import collections
import random
import socket
import ssl
import subprocess
import threading
import time

import frames as h2
from http2_attacks import Attack

ALL = []
MANY = 200
GET = b"GET /huge.bin HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Ends:
    """The ends of some connections, as the driver wants them."""

    def __init__(self, *ends):
        self.ends, self.resets = collections.Counter(ends), {}

    def outcome(self):
        return ", ".join(f"{end} ({n})" if n > 1 else end for end, n in sorted(self.ends.items()))

    def close(self):
        pass


def attack(*verdicts):
    def add(run):
        ALL.append(Attack("TLS: " + run.__name__.replace("_", " "), run, verdicts, MANY * 10, None))
        return run

    return add


def raw(target, receive=None):
    connection = socket.socket()
    connection.settimeout(target.seconds)
    if receive:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
    connection.connect(("127.0.0.1", target.port))
    return connection


def hello():
    """A ClientHello."""
    context = ssl.create_default_context()
    out = ssl.MemoryBIO()
    client = context.wrap_bio(ssl.MemoryBIO(), out, server_hostname="localhost")
    try:
        client.do_handshake()
    except ssl.SSLWantReadError:
        return out.read()


def end(connection, seconds):
    """Reads to the end: what it was."""
    connection.settimeout(seconds)
    received = b""
    try:
        while part := connection.recv(1 << 16):
            received += part
            if len(received) > 1 << 26:
                return "flooded"
    except TimeoutError:
        return "open"
    except OSError:
        return "reset"
    return "400" if received.startswith(b"HTTP/1.1 400 ") else "closed"


@attack("400")
def plain_HTTP(target):
    with raw(target) as connection:
        connection.sendall(GET)
        return Ends(end(connection, 3)), 1


@attack("400")
def plain_HTTP2(target):
    with raw(target) as connection:
        connection.sendall(h2.PREFACE + h2.settings() + h2.get(1))
        return Ends(end(connection, 3)), 1


@attack("closed (100)")
def garbage(target):
    rng, ends = random.Random(13), []
    for _ in range(100):
        with raw(target) as connection:
            connection.sendall(b"\x16\x03\x01\x01\x00" + rng.randbytes(300))
            ends.append(end(connection, 5).replace("reset", "closed"))
    return Ends(*ends), 100


@attack("closed")
def a_record_that_is_too_long(target):
    with raw(target) as connection:
        connection.sendall(b"\x16\x03\x01\xff\xff" + bytes(70_000))
        return Ends(end(connection, 5).replace("reset", "closed")), 1


@attack(f"closed ({MANY})")
def slow_hellos(target):
    """Octet by octet, on many connections."""
    connections = [raw(target) for _ in range(MANY)]
    octets, finish = hello(), time.monotonic() + target.seconds
    ended = 0
    for n in range(len(octets)):
        if time.monotonic() > finish or not connections:
            break
        for each in list(connections):
            each.setblocking(False)
            try:
                each.send(octets[n : n + 1])
                alive = each.recv(100) != b""
            except BlockingIOError:
                alive = True
            except OSError:
                alive = False
            if not alive:
                each.close()
                connections.remove(each)
                ended += 1
        time.sleep(0.2)
    for each in connections:
        each.close()
    return Ends(*["closed"] * ended, *["open"] * len(connections)), MANY


@attack(f"closed ({MANY})")
def handshakes_that_do_not_continue(target):
    connections = [raw(target) for _ in range(MANY)]
    for each in connections:
        each.sendall(hello())
    ends = [end(each, target.seconds).replace("reset", "closed") for each in connections]
    for each in connections:
        each.close()
    return Ends(*ends), MANY


@attack("all")
def flood_of_handshakes(target):
    """Full ones, by four threads."""
    done = []

    def shake():
        for _ in range(MANY // 4):
            with raw(target) as connection, h2.secured(connection):
                done.append(1)

    in_threads(shake, 4)
    return Ends("all" if len(done) == MANY else f"{len(done)} of {MANY}"), MANY


def in_threads(work, count):
    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def s_client(target, letter, count, *flags):
    """The letter is a command of openssl s_client. The output, once the server has ended it."""
    command = ["openssl", "s_client", "-connect", f"127.0.0.1:{target.port}", *flags]
    pipe, both = subprocess.PIPE, subprocess.STDOUT
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=both) as client:
        time.sleep(0.5)
        sent = 0
        try:
            while sent < count and client.poll() is None:
                client.stdin.write(letter)
                client.stdin.flush()
                sent += 1
                time.sleep(0.005)
        except OSError:
            pass
        try:
            client.wait(1)
            alive = False
        except subprocess.TimeoutExpired:
            client.kill()
            alive = True
        return client.stdout.read().decode("latin-1"), sent, alive


@attack("refused")
def renegotiation(target):
    out, sent, alive = s_client(target, b"R\n", 1, "-tls1_2")
    if "RENEGOTIATING" not in out:
        return Ends("not tried: " + out[-80:]), sent
    return Ends("renegotiated" if alive and "no renegotiation" not in out else "refused"), sent


@attack("closed")
def flood_of_KeyUpdate(target):
    # Those of TLS 1.3: a request for one of the server, too.
    out, sent, alive = s_client(target, b"K\n", 500, "-tls1_3")
    if "KEYUPDATE" not in out:
        return Ends("not tried: " + out[-80:]), sent
    return Ends("open" if alive else "closed"), sent


@attack("gone")
def ends_without_close_notify(target):
    for n in range(MANY):
        with raw(target) as connection:
            secure = h2.secured(connection, ("http/1.1",))
            secure.sendall(GET)
            secure.recv(100)
            if n % 2:
                secure.shutdown(socket.SHUT_RDWR)
            else:
                secure.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            secure.close()
    return Ends("gone"), MANY


@attack("none is left")
def clients_that_never_read(target):
    clients = [h2.secured(raw(target, receive=4096), ("http/1.1",)) for _ in range(MANY)]
    for each in clients:
        each.sendall(GET)
    ports, finish = {each.getsockname()[1] for each in clients}, time.monotonic() + target.seconds
    while (left := h2.held(target.port, ports)) and time.monotonic() < finish:
        time.sleep(0.2)
    for each in clients:
        each.close()
    return Ends(f"{left} are left" if left else "none is left"), MANY
