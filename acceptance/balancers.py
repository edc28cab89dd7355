#!/usr/bin/env python3
"""Replicas behind HAProxy, nginx and Varnish, which are restarted in turn under load: docs/scaling.md.

    acceptance/balancers.py [--restarts 20] [--requests 500000] [--image DIR] [haproxy|nginx|varnish]...

Two replicas serve the same directory. Clients ask the balancer. HAProxy never tries a request again
(`retries 0`); nginx and Varnish have their defaults. A restart sends SIGTERM to one replica, waits until it has ended, starts it again, and waits until
the balancer uses it. Each response must be whole, with the right bytes: an error of the balancer, a
connection that is refused, reset or cut is a failure. Before the load, each balancer must pass on
addresses, conditions, ranges and precompressed files.

Loopback only; ends only processes it started. Exit code 1 and a reason at the first failure.
"""

import argparse
import contextlib
import http.client
import json
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

from load_clients import Load, write_site

IMAGE = pathlib.Path(__file__).resolve().parents[1] / "server-app/target/otus-server"
PATIENCE = 30  # seconds for one step
KINDS = ["kept"] * 3 + ["fresh"] * 3 + ["slow"] * 4
CHECK = 100  # milliseconds between the health checks of a balancer
CLIENT = "127.0.0.5"  # an address of this machine that only the clients of checks use


class Failure(Exception):
    pass


def free_ports(count):
    with contextlib.ExitStack() as sockets:
        probes = [sockets.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


def wait(what, condition):
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end:
            raise Failure(f"waited {PATIENCE} s in vain: {what}")
        time.sleep(0.02)


def get(port, path, headers=(), source=None):
    connection = http.client.HTTPConnection(
        "127.0.0.1", port, PATIENCE, source_address=(source, 0) if source else None)
    with contextlib.closing(connection):
        connection.request("GET", path, headers=dict(headers))
        response = connection.getresponse()
        return response.status, response.headers, response.read()


def status(port, path):
    try:
        return get(port, path)[0]
    except OSError:
        return 0


def ended(process, name):
    """Waits for the end of a process that has a signal; its exit code must be that of a clean stop."""
    code = process.wait(PATIENCE)
    if code not in (0, -signal.SIGTERM, 128 + signal.SIGTERM, 128 + signal.SIGUSR1, 130):
        raise Failure(f"{name} ended with {code}")


class Replica:
    """A server of the image, with the same ports after each restart."""

    def __init__(self, image, directory, number):
        self.image, self.directory, self.number = image, directory, number
        self.port, self.proxied, self.admin = free_ports(3)
        self.log = directory / f"replica-{number}.log"
        self.process = None

    def start(self):
        self.process = subprocess.Popen(
            [self.image / "bin/otus-server", self.directory / "site",
             "--listen", f"127.0.0.1:{self.port}",
             "--listen", f"127.0.0.1:{self.proxied},proxy-protocol",
             "--admin", str(self.admin), "--mount", "/ops=admin", "--trusted-proxies", "127.0.0.1",
             # Longer than the balancer needs to notice, and than it may use a kept connection after.
             "--shutdown-delay", "1s", "--access-log", f"json:{self.log}", "--workers", "1"],
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        wait(f"replica {self.number} is ready", lambda: self.process.poll() is not None or self.ready())
        if self.process.poll() is not None:
            raise Failure(f"replica {self.number}: {self.process.stderr.read().decode()}")

    def ready(self):
        return status(self.admin, "/health/ready") == 200

    def stop(self):
        self.process.terminate()
        self.process.stderr.close()
        code = self.process.wait(PATIENCE)
        if code != 0:
            raise Failure(f"replica {self.number} ended with {code}")

    def requests(self):
        return [json.loads(line) for line in self.log.read_text().split("\n")[:-1]]


class Haproxy:
    """HAProxy with the PROXY protocol to its servers, and checks of /health/ready."""

    program = "haproxy"

    def __init__(self, directory, replicas):
        self.replicas = replicas
        self.port, self.stats = free_ports(2)
        servers = "\n".join(
            f"  server r{each.number} 127.0.0.1:{each.proxied} send-proxy-v2 check port {each.admin}"
            for each in replicas)
        self.config = directory / "haproxy.cfg"
        self.config.write_text(f"""\
global
  maxconn 2000
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  retries 0
  http-reuse safe
frontend public
  bind 127.0.0.1:{self.port}
  default_backend replicas
frontend stats
  bind 127.0.0.1:{self.stats}
  stats enable
  stats uri /
backend replicas
  balance roundrobin
  option httpchk
  http-check send meth GET uri /health/ready ver HTTP/1.1 hdr Host localhost
  http-check expect status 200
  default-server inter {CHECK}ms fall 1 rise 1
{servers}
""")

    def start(self):
        self.process = subprocess.Popen(["haproxy", "-q", "-db", "-f", self.config])

    def uses(self, replica):
        _, _, text = get(self.stats, "/;csv;norefresh")
        rows = [line.split(",") for line in text.decode().splitlines()]
        column = rows[0].index("status")
        return any(row[:2] == ["replicas", f"r{replica.number}"] and row[column] == "UP" for row in rows)


class Nginx:
    """nginx, which has no checks of its own: it tries the next replica if a connection is refused."""

    program = "/usr/sbin/nginx"

    def __init__(self, directory, replicas):
        self.replicas = replicas
        (self.port,) = free_ports(1)
        self.config = directory / "nginx.conf"
        servers = " ".join(f"server 127.0.0.1:{each.port} max_fails=0;" for each in replicas)
        # Without max_fails=0 one refused connection takes a replica out for 10 seconds; if the other one
        # is then restarted, too, clients get 502.
        self.config.write_text(f"""\
daemon off; master_process off; worker_rlimit_nofile 4096;
pid {directory}/nginx.pid; error_log {directory}/nginx.log;
events {{ worker_connections 2000; }}
http {{
  access_log off;
  client_body_temp_path {directory}/b; proxy_temp_path {directory}/p; fastcgi_temp_path {directory}/f;
  uwsgi_temp_path {directory}/u; scgi_temp_path {directory}/s;
  upstream replicas {{ {servers} keepalive 16; }}
  server {{
    listen 127.0.0.1:{self.port};
    location / {{
      proxy_pass http://replicas;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $host;
      proxy_set_header Forwarded "";
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
    }}
  }}
}}
""")

    def start(self):
        self.process = subprocess.Popen([self.program, "-c", self.config])

    def uses(self, replica):
        return replica.ready()


class Varnish:
    """Varnish with checks, and without its memory: each request reaches a replica."""

    program = "varnishd"

    def __init__(self, directory, replicas):
        self.replicas = replicas
        (self.port,) = free_ports(1)
        self.work = directory / "varnish"
        self.config = directory / "varnish.vcl"
        backends = "\n".join(f"""\
probe p{each.number} {{
  .request = "GET /ops/health/ready HTTP/1.1" "Host: localhost" "Connection: close";
  .interval = {CHECK}ms; .timeout = 2s; .window = 1; .threshold = 1; .initial = 1;
}}
backend r{each.number} {{ .host = "127.0.0.1"; .port = "{each.port}"; .probe = p{each.number}; }}
""" for each in replicas)
        added = " ".join(f"replicas.add_backend(r{each.number});" for each in replicas)
        self.config.write_text(f"""\
vcl 4.1;
import directors;
{backends}
sub vcl_init {{ new replicas = directors.round_robin(); {added} }}
sub vcl_recv {{ set req.backend_hint = replicas.backend(); return (pass); }}
""")

    def start(self):
        self.process = subprocess.Popen(
            ["varnishd", "-F", "-n", self.work, "-a", f"127.0.0.1:{self.port}", "-f", self.config,
             "-s", "malloc,64m"],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def uses(self, replica):
        listed = subprocess.run(
            ["varnishadm", "-n", self.work, "backend.list"], capture_output=True, text=True, timeout=PATIENCE)
        return any(f".r{replica.number} " in line and "healthy" in line for line in listed.stdout.splitlines())


BALANCERS = {"haproxy": Haproxy, "nginx": Nginx, "varnish": Varnish}


def expect(what, wanted, got):
    if wanted != got:
        raise Failure(f"{what}: {got!r}, not {wanted!r}")


def check_passes_on(balancer, replicas, contents):
    """Everything that clients see without a balancer they see through it, and logs have their address."""
    port = balancer.port
    code, headers, body = get(port, "/b.txt", source=CLIENT)
    expect("status", 200, code)
    expect("body", True, body == contents["b.txt"])
    tag = headers["ETag"]
    expect("304", 304, get(port, "/b.txt", {"If-None-Match": tag})[0])
    code, headers, body = get(port, "/b.txt", {"Range": "bytes=100-199", "If-Range": tag})
    expect("206", (206, True), (code, body == contents["b.txt"][100:200]))
    code, headers, _ = get(port, "/text.txt", {"Accept-Encoding": "gzip"})
    expect("precompressed", (200, "gzip"), (code, headers["Content-Encoding"]))
    expect("404", 404, get(port, "/missing")[0])
    wait("the client is in the access log",
         lambda: any(line["peer"] == CLIENT for each in replicas for line in each.requests()))


def check_restarts(balancer, replicas, contents, options):
    slowest = 0.0
    with Load(balancer.port, contents, KINDS) as load:
        for number in range(options.restarts):
            load.await_total(options.requests * (number + 1) // (options.restarts + 1))
            if load.failed():
                break
            replica = replicas[number % len(replicas)]
            began = time.monotonic()
            replica.stop()
            replica.start()
            wait(f"the balancer uses replica {replica.number}", lambda: balancer.uses(replica))
            slowest = max(slowest, time.monotonic() - began)
        load.await_total(options.requests)
    if load.failed():
        raise Failure(f"after {load.total()} requests: {load.failures.get()}")
    return f"{options.restarts} restarts, slowest {slowest:.1f} s; {load.total()} requests {load.by_kind()}: none failed"


def check(name, options):
    kind = BALANCERS[name]
    if not shutil.which(kind.program):
        raise Failure(f"{kind.program} is not installed")
    with tempfile.TemporaryDirectory() as made, contextlib.ExitStack() as stack:
        directory = pathlib.Path(made)
        directory.chmod(0o755)  # Varnish runs as another user
        (directory / "site").mkdir()
        contents = write_site(directory / "site")
        (directory / "site/text.txt").write_text("text\n" * 1000)
        subprocess.run(["gzip", "-k", directory / "site/text.txt"], check=True)
        replicas = [Replica(options.image, directory, number) for number in (1, 2)]
        for replica in replicas:
            replica.start()
            stack.callback(replica.stop)
        balancer = kind(directory, replicas)
        balancer.start()

        @stack.callback
        def end():
            balancer.process.terminate()
            ended(balancer.process, name)

        wait("the balancer answers", lambda: status(balancer.port, "/a.txt") == 200)
        for replica in replicas:
            wait("the balancer uses both", lambda: balancer.uses(replica))
        check_passes_on(balancer, replicas, contents)
        return check_restarts(balancer, replicas, contents, options)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--restarts", type=int, default=20)
    parser.add_argument("--requests", type=int, default=500_000)
    parser.add_argument("--image", type=pathlib.Path, default=IMAGE)
    parser.add_argument("balancers", nargs="*", metavar="BALANCER", help="haproxy, nginx, varnish; default: all")
    options = parser.parse_args()
    for name in options.balancers or BALANCERS:
        try:
            print(f"{name}: {check(name, options)}", flush=True)
        except (Failure, OSError) as e:
            sys.exit(f"{name}: {e}")


if __name__ == "__main__":
    main()
