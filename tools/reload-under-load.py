#!/usr/bin/env python3
"""Reloads a running server many times under load: docs/operations.md.

    tools/reload-under-load.py [--reloads 100] [--clients 8] [--image DIR] [--wrong 20]

Each reload changes the root directory, a mount, a response header, the limit of request bodies, a
password file, the allowed hosts and a plugin directory, all at once: settings number N. Clients send
requests on kept connections and on new ones. Each response must be one of the settings before the
reload or of those after it, and whole: header, file, mount, password and host of the same number.
Between the reloads come wrong settings, which must be refused with one line each.

In the end the server must have as many threads and descriptors as after the first reload, and one
class loader per plugin. Exit code 1 and a reason otherwise. Plugins are compiled if there is a
JDK 25 (JAVA25_HOME, JAVA_HOME); otherwise they are left out.
"""

import argparse
import base64
import collections
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time

TREE = pathlib.Path(__file__).resolve().parents[1]
IMAGE = TREE / "server-app/target/otus-server"
TIMEOUT = 20  # seconds that a client or a reload waits at most

PLUGIN = {
    "module-info.java": """
        module reloaded {
          requires otus.server.api;
          provides otus.server.api.spi.HandlerProvider with reloaded.Provider;
        }
        """,
    "reloaded/Provider.java": """
        package reloaded;
        import otus.server.api.*;
        import otus.server.api.spi.*;
        public final class Provider implements HandlerProvider {
          public String name() { return "reloaded"; }
          public Handler create(ProviderContext context) {
            return request -> Answer.blocking(() -> Response.text(Status.OK, "plugin"));
          }
        }
        """,
}

WRONG = [
    'prot = 8080',
    'port = "x"',
    'port = 70000',
    'root = "/nonexistent"',
    'mount = ["nope"]',
    'mount = ["/m=nosuchhandler"]',
    'mount = ["/m=static:rot=/tmp"]',
    'filter = ["nosuchfilter"]',
    'filter = ["header:nam=x"]',
    'auth-file = "/nonexistent"',
    'plugins = "/nonexistent"',
    'header = ["no colon"]',
    'error-page = ["999=x.html"]',
    'max-body = "many"',
    'header-timeout = "0s"',
    'symlinks = "perhaps"',
    'listing = "perhaps"',
    'workers = 0',
    'cache-control = ["no rule"]',
    'port = ',
    '[[site]]\nhosts = []',
    'access-log = ""',
]


class Failure(Exception):
    pass


class Setup:
    """The directory with the settings of all numbers."""

    def __init__(self, base, plugin):
        self.base = base
        self.plugin = plugin
        self.config = base / "otus.toml"
        self.admin = base / "admin.sock"

    def prepare(self, number):
        root = self.base / f"root-{number}"
        (root / "secret").mkdir(parents=True)
        for name in ("v.txt", "secret/v.txt"):
            (root / name).write_text(str(number))
        mounted = self.base / f"mounted-{number}"
        mounted.mkdir()
        (mounted / "v.txt").write_text(f"mounted {number}")
        # A small cost, since this is about reloads and not about bcrypt.
        hashed = subprocess.run(
            ["htpasswd", "-bnBC4", "user", f"password-{number}"],
            check=True, capture_output=True, text=True).stdout.strip()
        (self.base / f"users-{number}").write_text(hashed + "\n")

    def text(self, number):
        lines = [
            f'root = "{self.base}/root-{number}"',
            "port = 0",
            f'admin = "unix:{self.admin}"',
            f'header = ["X-Number: {number}"]',
            f'max-body = {1000 + number}',
            f'allowed-hosts = "host-{number}.example,any.example"',
            f'filter = ["/secret=auth:file={self.base}/users-{number}"]',
        ]
        mounts = [f'"/m=static:root={self.base}/mounted-{number}"']
        if self.plugin:
            lines.append(f'plugins = "{self.plugin}"')
            mounts.append('"/p=reloaded"')
        lines.append("mount = [" + ", ".join(mounts) + "]")
        return "\n".join(lines) + "\n"

    def use(self, text):
        temporary = self.config.with_suffix(".new")
        temporary.write_text(text)
        temporary.rename(self.config)


class Connection:
    """A kept connection to the server."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=TIMEOUT)
        self.buffer = b""

    def close(self):
        self.socket.close()

    def _until(self, end):
        while end not in self.buffer:
            data = self.socket.recv(65536)
            if not data:
                raise Failure("the connection ended without a response")
            self.buffer += data
        part, _, self.buffer = self.buffer.partition(end)
        return part

    def get(self, path, host="any.example", user=None, body=0):
        head = f"GET {path} HTTP/1.1\r\nHost: {host}\r\n"
        if user:
            head += "Authorization: Basic " + base64.b64encode(user.encode()).decode() + "\r\n"
        if body:
            head += f"Content-Length: {body}\r\n"
        self.socket.sendall(head.encode() + b"\r\n" + b"x" * body)
        lines = self._until(b"\r\n\r\n").decode().split("\r\n")
        fields = {}
        for line in lines[1:]:
            name, _, value = line.partition(": ")
            fields[name.lower()] = value
        length = int(fields.get("content-length", 0))
        while len(self.buffer) < length:
            data = self.socket.recv(65536)
            if not data:
                raise Failure("the response was cut off")
            self.buffer += data
        content, self.buffer = self.buffer[:length], self.buffer[length:]
        return int(lines[0].split(" ")[1]), fields, content.decode()


class Load:
    """Clients that check each response against the numbers that are possible at its time."""

    def __init__(self, port, plugin):
        self.port = port
        self.plugin = plugin
        self.lock = threading.Lock()
        self.low = 0  # the settings before the current reload
        self.high = 0  # the settings after it
        self.ended = False
        self.failures = []
        self.requests = 0
        self.mixed = 0  # requests during a reload

    def window(self):
        with self.lock:
            return self.low, self.high

    def run(self, kept):
        connection = None
        count = 0
        try:
            while not self.ended and not self.failures:
                if connection is None or not kept:
                    if connection:
                        connection.close()
                    connection = Connection(self.port)
                self.one(connection, count)
                count += 1
        except (Failure, OSError, ValueError) as e:
            self.failures.append(f"{type(e).__name__}: {e}")
        finally:
            if connection:
                connection.close()
            with self.lock:
                self.requests += count

    def one(self, connection, count):
        low, _ = self.window()
        kind = count % (6 if self.plugin else 5)
        if kind == 0:
            status, fields, body = connection.get("/v.txt")
            number = self.number(fields, status == 200, f"/v.txt {status}")
            self.require(body == str(number), f"file {body} with header {number}")
        elif kind == 1:
            status, fields, body = connection.get("/m/v.txt")
            number = self.number(fields, status == 200, f"/m {status}")
            self.require(body == f"mounted {number}", f"mount {body} with header {number}")
        elif kind == 2:
            status, fields, body = connection.get("/secret/v.txt", user=f"user:password-{low}")
            number = self.number(fields, status in (200, 401), f"/secret {status}")
            self.require((status == 200) == (number == low), f"password {low}, number {number}")
        elif kind == 3:
            status, fields, body = connection.get("/v.txt", host=f"host-{low}.example")
            _, high = self.window()
            if status == 421:
                self.require(high != low, f"host {low} refused")
            else:
                number = self.number(fields, status == 200, f"host {status}")
                self.require(number == low, f"host {low} accepted with {number}")
        elif kind == 4:
            status, fields, body = connection.get("/v.txt", body=1000)
            number = self.number(fields, status == 200, f"body {status}")
            self.require(body == str(number), f"file {body} with header {number}")
        else:
            status, fields, body = connection.get("/p/x")
            self.number(fields, status == 200, f"plugin {status}")
            self.require(body == "plugin", f"plugin {body}")
        _, high = self.window()
        self.require(high >= low, "")
        if kind != 3 and "x-number" in fields:
            self.require(low <= int(fields["x-number"]) <= high, f"{fields['x-number']} not in {low}..{high}")
        if high != low:
            self.mixed += 1

    @staticmethod
    def require(condition, message):
        if not condition:
            raise Failure(message)

    @staticmethod
    def number(fields, right, message):
        if not right or "x-number" not in fields:
            raise Failure(message)
        return int(fields["x-number"])


def compiled_plugin(base):
    home = os.environ.get("JAVA25_HOME") or os.environ.get("JAVA_HOME") or ""
    javac = pathlib.Path(home) / "bin/javac"
    if not javac.exists():
        return None
    version = subprocess.run([javac, "-version"], capture_output=True, text=True).stdout
    if not version.startswith("javac 25"):
        return None
    sources = base / "source"
    for name, text in PLUGIN.items():
        (sources / name).parent.mkdir(parents=True, exist_ok=True)
        (sources / name).write_text(text)
    target = base / "plugins/reloaded"
    api = TREE / "server-api/target/classes"
    subprocess.run(
        [javac, "-d", base / "classes", "-p", api, *[sources / name for name in PLUGIN]], check=True)
    target.mkdir(parents=True)
    subprocess.run(
        [javac.parent / "jar", "-cf", target / "reloaded.jar", "-C", base / "classes", "."], check=True)
    return base / "plugins"


def count(directory):
    return len(os.listdir(directory))


def threads_of(pid):
    """The threads of the server itself. The JVM starts and ends others as it needs them."""
    names = []  # of at most 15 characters
    for task in os.listdir(f"/proc/{pid}/task"):
        try:
            names.append(pathlib.Path(f"/proc/{pid}/task/{task}/comm").read_text())
        except FileNotFoundError:
            continue  # it has ended
    return sorted(name.strip() for name in names if name.startswith("otus-"))


def loaders(image, pid):
    """The number of class loaders of plugins, after a collection."""
    text = ""
    for command in ("GC.run", "GC.run", "GC.class_histogram"):
        text = subprocess.run(
            [image / "bin/jcmd", str(pid), command], capture_output=True, text=True, check=True).stdout
    found = re.search(r"(\d+)\s+\d+\s+jdk.internal.loader.Loader(\s|$)", text)
    return int(found.group(1)) if found else 0


def reload(image, setup):
    return subprocess.run(
        [image / "bin/otus-server", "reload", "--config", setup.config],
        capture_output=True, text=True, timeout=TIMEOUT + 10)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--reloads", type=int, default=100)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--wrong", type=int, default=len(WRONG))
    parser.add_argument("--image", type=pathlib.Path, default=IMAGE)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        base = pathlib.Path(directory)
        setup = Setup(base, compiled_plugin(base))
        for number in range(options.reloads + 1):
            setup.prepare(number)
        setup.use(setup.text(0))
        server = subprocess.Popen(
            [options.image / "bin/otus-server", "--config", setup.config],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        try:
            check(options, setup, server)
        finally:
            server.kill()
            server.wait()


def check(options, setup, server):
    line = ""
    while "http://" not in line:
        line = server.stdout.readline()
        if not line:
            sys.exit("the server has not started: " + server.stderr.read())
    port = int(re.search(r"http://[^:/]+:(\d+)/", line).group(1))
    for stream in (server.stdout, server.stderr):
        threading.Thread(target=stream.read, daemon=True).start()
    load = Load(port, setup.plugin)
    clients = [
        threading.Thread(target=load.run, args=(i % 4 != 0,), daemon=True)
        for i in range(options.clients)
    ]
    for client in clients:
        client.start()
    first = None
    refused = 0
    slowest = 0.0
    for number in range(1, options.reloads + 1):
        setup.use(setup.text(number))
        with load.lock:
            load.high = number
        began = time.monotonic()
        done = reload(options.image, setup)
        slowest = max(slowest, time.monotonic() - began)
        if done.returncode != 0:
            sys.exit(f"reload {number}: {done.stdout}{done.stderr}")
        time.sleep(0.05)  # requests that had begun before end now
        with load.lock:
            load.low = number
        if number == 1:
            time.sleep(1)
            first = threads_of(server.pid)
        if number * options.wrong // options.reloads > refused and refused < len(WRONG):
            wrong(options, setup, number, WRONG[refused])
            refused += 1
        if load.failures:
            break
    load.ended = True
    for client in clients:
        client.join(TIMEOUT)
    if load.failures:
        sys.exit("a client failed: " + load.failures[0])
    time.sleep(2)
    threads = threads_of(server.pid)
    descriptors = count(f"/proc/{server.pid}/fd")
    left = loaders(options.image, server.pid)
    print(
        f"{options.reloads} reloads, slowest {slowest:.2f} s; {refused} wrong settings refused; "
        f"{load.requests} requests, {load.mixed} of them during a reload, none failed; threads {len(first)} -> {len(threads)}, "
        f"descriptors {descriptors}, class loaders of plugins {left}")
    # Pools grow with the load. A pool that is left shows in a name that occurs once more: there are
    # two pools for files, of the root and the mount, and two servers with the admin listener.
    left_over = [name for name, times in collections.Counter(threads).items() if times > 2]
    if left_over:
        sys.exit(f"threads are left: {left_over} of {threads}")
    if setup.plugin and left != 1:
        sys.exit("class loaders are left")
    held = [os.readlink(f"/proc/{server.pid}/fd/{fd}") for fd in os.listdir(f"/proc/{server.pid}/fd")]
    stale = [name for name in held if re.search(r"(root|mounted|users)-(\d+)", name)
             and f"-{options.reloads}" not in name]
    if stale or sum("reloaded.jar" in name for name in held) > 1:
        sys.exit("descriptors are left: " + ", ".join(held))


def wrong(options, setup, number, line):
    # The wrong line comes first, since keys after a table would belong to it, and replaces the right one.
    key = line.split(" ", 1)[0]
    right = "\n".join(l for l in setup.text(number).splitlines() if not l.startswith(key + " "))
    setup.use(f"{right}\n{line}\n")
    done = subprocess.run(
        [options.image / "bin/otus-server", "reload", "--admin", f"unix:{setup.admin}"],
        capture_output=True, text=True, timeout=TIMEOUT + 10)
    if done.returncode == 0 or len(done.stderr.splitlines()) != 1:
        sys.exit(f"'{line}' was not refused in one line: {done.returncode} {done.stdout}{done.stderr}")
    setup.use(setup.text(number))


if __name__ == "__main__":
    main()
