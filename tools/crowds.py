#!/usr/bin/env python3
"""Holds thousands of connections of one kind on a server with a small heap: docs/hardening.md.

    tools/crowds.py [--heaps 32m,64m] [--connections 10000] [--kinds idle,halves] [--image DIR]

For each heap it starts the image on loopback. Then comes one crowd after the other, and one that is
mixed of all kinds. While it is there, honest clients must be answered rightly, each in a few seconds.
After it has left, the server must hold no more memory than before. Exit code 1 and a reason
otherwise.

The kinds: idle, kept after a response; halves, of heads, 4 to 8 KB; ranges, 64 of a large file, not
read; small, pipelined responses of 14 KB, not read; streams of a plugin, not read; uploads to a
plugin that stop. The plugin is compiled for it; without a JDK 25 (JAVA25_HOME, JAVA_HOME) the last
two are left out.
"""

import argparse
import os
import pathlib
import re
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

TREE = pathlib.Path(__file__).resolve().parents[1]
IMAGE = TREE / "server-app/target/otus-server"
PATIENCE = 30  # seconds an honest client waits at the most
SLACK = 3 << 20  # bytes of heap that may differ, for caches and counters
QUIET = 30  # seconds in which the memory has to come back
PAGE = b"<!doctype html><title>honest</title>" + b"x" * 3000

PLUGIN = {
    "module-info.java": """
        module crowd {
          requires otus.server.api;
          provides otus.server.api.spi.HandlerProvider with crowd.Crowd;
        }
        """,
    "crowd/Crowd.java": """
        package crowd;
        import java.io.InputStream;
        import java.nio.ByteBuffer;
        import java.util.concurrent.*;
        import otus.server.api.*;
        import otus.server.api.spi.*;
        public final class Crowd implements HandlerProvider {
          public String name() { return "crowd"; }
          public Handler create(ProviderContext context) {
            return request -> switch (request.target().path().segments().getLast()) {
              case "stream" -> new Response(Status.OK, Headers.empty(), Body.stream(new Zeros()));
              case "upload" -> Answer.blocking(() -> {
                try (InputStream in = request.body().asInputStream()) {
                  return Response.text(Status.OK, in.readAllBytes().length + " bytes");
                }
              });
              default -> Answer.pass();
            };
          }
          private static final class Zeros implements ByteSource {
            private final byte[] buffer = new byte[16384];
            public CompletionStage<Chunk> next() {
              return CompletableFuture.completedStage(new Chunk.Data(ByteBuffer.wrap(buffer)));
            }
            public void close() {}
          }
        }
        """,
}


def get(path, *fields):
    return "\r\n".join([f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *fields, "", ""]).encode()


RANGES = "Range: bytes=" + ",".join(f"{i << 21}-{(i << 21) + (1 << 20)}" for i in range(64))
KINDS = {
    "idle": lambda n: get("/"),
    "halves": lambda n: get("/", f"X: {'x' * (4000 + n % 4000)}")[:-4],
    "ranges": lambda n: get("/large.bin", RANGES),
    "small": lambda n: get("/small.bin") * 100,
    "streams": lambda n: get("/crowd/stream"),
    "uploads": lambda n: (
        b"POST /crowd/upload HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000000\r\n\r\n"
        + b"u" * 40_000
    ),
}
OF_PLUGIN = ("streams", "uploads")


class Failed(Exception):
    """The server did not hold."""


def connect(port, receive=None):
    connection = socket.socket()
    if receive:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive)
        # Small segments: the server's system buffers little, and soon the server itself does.
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)
    connection.settimeout(PATIENCE)
    try:
        connection.connect(("127.0.0.1", port))
    except OSError:
        connection.close()
        raise
    return connection


class Honest(threading.Thread):
    """Asks for a page again and again, mostly on new connections, and checks every byte."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.port, self.done = port, threading.Event()
        self.times, self.troubles = [], []

    def run(self):
        while not self.done.wait(0.05):
            begin = time.monotonic()
            try:
                self.visit()
            except OSError as e:
                self.troubles.append(f"{type(e).__name__}: {e}")
            except Failed as e:
                self.troubles.append(str(e))
            self.times.append(time.monotonic() - begin)

    def visit(self):
        with connect(self.port) as connection:
            for first in (True, False, False):
                try:
                    self.ask(connection)
                except ConnectionError:
                    if first:
                        raise
                    return  # it was idle, and closed for another: a client would connect again

    @staticmethod
    def ask(connection):
        connection.sendall(get("/"))
        got = b""
        while not got.endswith(PAGE):
            part = connection.recv(1 << 16)
            if not part and not got:
                raise ConnectionResetError("closed without a word")
            if not part:
                raise Failed(f"an honest client got {got[:40]}")
            got += part
        if not got.startswith(b"HTTP/1.1 200 "):
            raise Failed(f"an honest client got {got[:40]}")


class Crowd:
    """Connections that each have sent something, and do not read, nor send on."""

    def __init__(self, port, kinds, count):
        self.connections = []
        self.refused = 0
        for n in range(count):
            try:
                self.join(port, KINDS[kinds[n % len(kinds)]](n), kinds[n % len(kinds)] == "idle")
            except OSError:
                self.refused += 1

    def join(self, port, sent, read):
        connection = connect(port, None if read else 4096)
        self.connections.append(connection)
        connection.settimeout(PATIENCE if read else 0)
        connection.send(sent)
        if read:
            connection.recv(1 << 16)
        connection.setblocking(False)

    def standing(self):
        """How many the server has not ended."""
        return sum(map(self.stands, self.connections))

    @staticmethod
    def stands(connection):
        # The state of the connection, since what is not read comes before an end.
        return connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] == 1

    def leave(self):
        for connection in self.connections:
            connection.close()


class Server:
    """Started on a free port; prints a histogram of its heap when it is asked to."""

    def __init__(self, image, folder, heap, plugins):
        folder.mkdir()
        self.log = folder / "log"
        flags = ["--plugins", plugins, "--mount", "/crowd=crowd"] if plugins else []
        options = f"-Xmx{heap} -XX:+PrintClassHistogram"
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [image / "bin/otus-server", "--port", "0", "--root", folder.parent / "site", *flags],
                env={**os.environ, "OTUS_JAVA_OPTS": options},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.port = int(self.find(r"http://127\.0\.0\.1:(\d+)/", 1))

    def find(self, pattern, count):
        for _ in range(600):
            found = re.findall(pattern, self.log.read_text(errors="replace"))
            if len(found) >= count:
                return found[-1]
            if self.process.poll() is not None:
                raise Failed(f"the server has ended, exit code {self.process.returncode}")
            time.sleep(0.05)
        raise Failed(f"the server does not say {pattern}")

    def heap(self):
        """The bytes of all objects that are reachable."""
        pattern = r"\nTotal +\d+ +(\d+)"
        before = len(re.findall(pattern, self.log.read_text(errors="replace")))
        self.process.send_signal(signal.SIGQUIT)
        return int(self.find(pattern, before + 1))

    def check(self):
        text = self.log.read_text(errors="replace")
        bad = re.findall(r"^(?!\s*\d+:).*(?:OutOfMemory|event=\S+-failed|StackOverflow).*$", text, re.M)
        if bad:
            raise Failed(f"the log says: {bad[0]}")

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()


def plugin(folder):
    """The folder of a plugin, or None if there is nothing to compile it with."""
    homes = [os.environ.get(name) for name in ("JAVA25_HOME", "JAVA_HOME")]
    homes += sorted(map(str, pathlib.Path("/usr/lib/jvm").glob("*25*")))
    javac = next((f"{h}/bin/javac" for h in homes if h and os.path.exists(f"{h}/bin/javac")), None)
    api = TREE / "server-api/target/classes"
    if javac is None or not (api / "module-info.class").exists():
        return None
    for name, text in PLUGIN.items():
        file = folder / "plugin" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    files = [folder / "plugin" / name for name in PLUGIN]
    (folder / "plugins").mkdir()
    classes, jar = folder / "classes", folder / "plugins/crowd.jar"
    compiled = subprocess.run([javac, "-nowarn", "-p", api, "-d", classes, *files], check=False)
    if compiled.returncode != 0:  # an older one
        return None
    subprocess.run([javac[:-5] + "jar", "-c", "-f", jar, "-C", classes, "."], check=True)
    return folder / "plugins"


def one_crowd(server, name, kinds, options):
    before = server.heap()
    honest = [Honest(server.port) for _ in range(2)]
    for client in honest:
        client.start()
    begin = time.monotonic()
    crowd = Crowd(server.port, kinds, options.connections)
    time.sleep(options.seconds)
    standing = crowd.standing()
    took = time.monotonic() - begin
    heap = server.heap()
    crowd.leave()
    for client in honest:
        client.done.set()
        client.join()
    troubles = [trouble for client in honest for trouble in client.troubles]
    times = sorted(seconds for client in honest for seconds in client.times)
    end = time.monotonic() + QUIET
    while (after := server.heap()) > before + SLACK and time.monotonic() < end:
        time.sleep(1)
    mib = [f"{each / 2**20:.1f}" for each in (before, heap, after)]
    print(
        f"  {name:8} {standing:6} of {options.connections} stand after {took:.0f} s; heap {mib[0]},"
        f" {mib[1]} with them, {mib[2]} MiB after; honest: {len(times)} visits,"
        f" median {times[len(times) // 2]:.2f} s, longest {times[-1]:.2f} s, {len(troubles)} failed",
        flush=True,
    )
    server.check()
    if troubles:
        raise Failed(f"{len(troubles)} of {len(times)} honest visits failed: {troubles[0]}")
    if after > before + SLACK:
        raise Failed("the memory does not come back")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--image", type=pathlib.Path, default=IMAGE)
    parser.add_argument("--heaps", default="32m,48m,64m,128m")
    parser.add_argument("--connections", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=5, help="how long each crowd stands")
    parser.add_argument("--kinds", default=",".join([*KINDS, "mixed"]))
    options = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    options.connections = min(options.connections, hard - 200)
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        (folder / "site").mkdir()
        (folder / "site/index.html").write_bytes(PAGE)
        (folder / "site/small.bin").write_bytes(b"s" * 14_000)
        with open(folder / "site/large.bin", "wb") as large:
            large.truncate(256 << 20)
        plugins = plugin(folder)
        kinds = [kind for kind in KINDS if plugins or kind not in OF_PLUGIN]
        for heap in options.heaps.split(","):
            print(f"heap {heap}", flush=True)
            server = Server(options.image.resolve(), folder / heap, heap, plugins)
            try:
                for name in options.kinds.split(","):
                    if name == "mixed" or name in kinds:
                        one_crowd(server, name, kinds if name == "mixed" else [name], options)
            except Failed as e:
                log = server.log.read_text(errors="replace")
                said = [line for line in log.splitlines() if "event=" in line or "rror:" in line]
                raise Failed("\n".join([str(e), *said[-10:]])) from e
            finally:
                code = server.stop()
            if code != 0:
                raise Failed(f"exit code {code}")


if __name__ == "__main__":
    try:
        main()
    except Failed as e:
        sys.exit(f"tools/crowds.py: {e}")
