#!/usr/bin/env python3
"""CPU time of TLS and HTTP/2, for otus-server beside nginx, in one run.

    bench/tls-http2.py [--rounds 3] [--seconds 3] [--megabytes 64] [--only TEXT]

Requests for a small file: by h2load on 100 connections, over HTTP/1.1 and HTTP/2, plain and with
TLS. Handshakes: by openssl s_time, one connection after the other with one request each, full and
resumed. A large file: by h2load, four responses at a time. The figure is the server's user and
system time over what the client has counted; the medians are printed. Each server has one worker,
pinned to the first processor; the clients are pinned to the second, and rounds are interleaved. The
certificate has a key on P-256. Needs h2load, openssl, nginx and taskset, and the image that
`mvn package` makes.
"""

import argparse
import importlib
import pathlib
import re
import ssl
import statistics
import subprocess
import tempfile
import time
import urllib.request

beside = importlib.import_module("cpu-per-request")
PLAIN, PLAIN2, TLS = range(3)  # the listeners of a server; those of nginx without TLS have one version

NGINX = """
daemon off; worker_processes 1; pid {dir}/nginx.pid; error_log {dir}/error.log;
events {{ worker_connections 4096; }}
http {{
  sendfile on; tcp_nopush on; access_log off; open_file_cache max=1000; keepalive_requests 100000000;
  default_type application/octet-stream;
  client_body_temp_path {dir}/t1; proxy_temp_path {dir}/t2; fastcgi_temp_path {dir}/t3;
  uwsgi_temp_path {dir}/t4; scgi_temp_path {dir}/t5;
  ssl_certificate {dir}/cert.pem; ssl_certificate_key {dir}/key.pem;
  ssl_protocols TLSv1.2 TLSv1.3; ssl_session_cache shared:s:10m;
  server {{
    listen 127.0.0.1:{0}; listen 127.0.0.1:{1} http2; listen 127.0.0.1:{2} ssl http2; root {root};
  }}
}}
"""

# Name, unit, listener, and the arguments of h2load, or of openssl s_time.
SMALL, HANDSHAKE, LARGE = "µs a request", "µs a connection", "s a GB"
CASES = [
    ("HTTP/1.1", SMALL, PLAIN, ["--h1"]),
    ("HTTP/1.1 over TLS", SMALL, TLS, ["--h1"]),
    ("HTTP/2, 10 streams", SMALL, PLAIN2, ["-m10"]),
    ("HTTP/2, 100 streams", SMALL, PLAIN2, ["-m100"]),
    ("HTTP/2 over TLS, 10 streams", SMALL, TLS, ["-m10"]),
    ("HTTP/2 over TLS, 100 streams", SMALL, TLS, ["-m100"]),
    ("full handshake, TLS 1.3", HANDSHAKE, TLS, ["-new", "-tls1_3"]),
    ("resumed, TLS 1.3", HANDSHAKE, TLS, ["-reuse", "-tls1_3"]),
    ("full handshake, TLS 1.2", HANDSHAKE, TLS, ["-new", "-tls1_2"]),
    ("resumed, TLS 1.2", HANDSHAKE, TLS, ["-reuse", "-tls1_2"]),
    ("large file, HTTP/1.1", LARGE, PLAIN, ["--h1", "-c4"]),
    ("large file, HTTP/1.1 over TLS", LARGE, TLS, ["--h1", "-c4"]),
    ("large file, HTTP/2", LARGE, PLAIN2, ["-c1", "-m4"]),
    ("large file, HTTP/2 over TLS", LARGE, TLS, ["-c1", "-m4"]),
]


class Server(beside.Server):
    def __init__(self, name, command, ports):
        super().__init__(name, command, f"https://127.0.0.1:{ports[TLS]}/file.txt")
        self.ports = ports
        self.figures = {}
        self.rates = {}

    def wait_until_it_answers(self):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        for _ in range(200):
            try:
                return urllib.request.urlopen(self.url, timeout=1, context=context).read()
            except OSError:
                time.sleep(0.05)
        raise SystemExit(f"{self.name} does not answer {self.url}")

    def run(self, case, options, seconds):
        """Returns the counted units and the seconds that they took."""
        _, unit, listener, arguments = case
        scheme = "https" if listener == TLS else "http"
        url = f"{scheme}://127.0.0.1:{self.ports[listener]}"
        if unit == HANDSHAKE:
            address = f"127.0.0.1:{self.ports[listener]}"
            command = ["openssl", "s_time", *arguments, "-connect", address, "-www", "/file.txt"]
            command += ["-time", str(seconds)]
        elif unit == SMALL:
            command = ["h2load", "-c100", *arguments, f"-D{seconds}", f"{url}/file.txt"]
        else:
            command = ["h2load", *arguments, "-n16", f"{url}/large.bin"]
        start = time.monotonic()
        done = subprocess.run(
            ["taskset", "-c", beside.LOAD_CPU, *command],
            capture_output=True,
            text=True,
            check=True,
            timeout=20 * seconds + 60,
        )
        elapsed = time.monotonic() - start
        if unit == HANDSHAKE:
            return int(re.search(r"(\d+) connections in \d+ real", done.stdout).group(1)), elapsed
        bad = re.search(r"(\d+) failed, (\d+) errored", done.stdout)
        if bad.groups() != ("0", "0"):
            print(f"{self.name}, {case[0]}: {bad.group(0)}")
        requests = int(re.search(r"(\d+) succeeded", done.stdout).group(1))
        size = options.megabytes * 2**20 / 1e9
        return (requests if unit == SMALL else requests * size), elapsed

    def measure_case(self, case, options):
        before = self.ticks()
        units, elapsed = self.run(case, options, options.seconds)
        cpu = (self.ticks() - before) / beside.TICKS
        scale = 1 if case[1] == LARGE else 1e6
        self.figures.setdefault(case[0], []).append(cpu / units * scale)
        self.rates.setdefault(case[0], []).append(units / elapsed)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--megabytes", type=int, default=64, help="of the large file")
    parser.add_argument("--only", default="", help="text in the names of the cases to measure")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        compare(options, pathlib.Path(directory))


def compare(options, directory):
    directory.chmod(0o755)
    root = directory / "site"
    root.mkdir(mode=0o755)
    (root / "file.txt").write_bytes(b"x" * 104)
    (root / "large.bin").write_bytes(bytes(options.megabytes * 2**20))
    certificate(directory)
    config = directory / "nginx.conf"
    config.write_text(NGINX.format(8111, 8112, 8113, dir=directory, root=root))
    tls = ["--tls-cert", str(directory / "cert.pem"), "--tls-key", str(directory / "key.pem")]
    otus = [str(beside.IMAGE), "--root", str(root), "--workers", "1", *tls]
    otus += ["--port", "8114", "--tls-port", "8115"]
    servers = [
        Server("nginx", ["nginx", "-c", str(config)], [8111, 8112, 8113]),
        Server("otus-server", otus, [8114, 8114, 8115]),
    ]
    cases = [case for case in CASES if options.only in case[0]]
    try:
        for server in servers:
            server.wait_until_it_answers()
        for case in cases:
            for server in servers:
                server.run(case, options, 2 * options.seconds)  # warms up
            for _ in range(options.rounds):
                for server in servers:
                    server.measure_case(case, options)
            report(case, servers)
    finally:
        for server in servers:
            server.stop()


def certificate(directory):
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
    command += f" -keyout {directory}/key.pem -out {directory}/cert.pem -subj /CN=localhost"
    command += " -addext subjectAltName=DNS:localhost,IP:127.0.0.1"
    subprocess.run(command.split(), check=True, capture_output=True)


def report(case, servers):
    for server in servers:
        figures, rates = server.figures[case[0]], server.rates[case[0]]
        print(
            f"{case[0]:32}{server.name:14}{statistics.median(figures):9.2f} {case[1]:16}"
            f"({min(figures):.2f} to {max(figures):.2f}){statistics.median(rates):12.1f} a second",
            flush=True,
        )


if __name__ == "__main__":
    main()
