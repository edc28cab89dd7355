#!/usr/bin/env python3
"""CPU time per request of otus-server beside nginx, in one run.

Each server has one worker, pinned to the first processor; wrk is pinned to the second. Rounds are
interleaved, so that a machine whose speed drifts slows all of them. The figure is the server's user
and system time (/proc/PID/stat, all its processes) over the requests that wrk counted.

    bench/cpu-per-request.py [--rounds 5] [--seconds 3] [--connections 100] [--size 104]

Needs wrk, nginx and taskset, and the image that `mvn package` makes.
"""

import argparse
import os
import pathlib
import re
import signal
import statistics
import subprocess
import tempfile
import time
import urllib.request

IMAGE = pathlib.Path(__file__).parent.parent / "server-app/target/otus-server/bin/otus-server"
TICKS = os.sysconf("SC_CLK_TCK")
SERVER_CPU, LOAD_CPU = "0", "1"

# What Debian ships, cut down to what one site needs: sendfile, tcp_nopush, access log on, no cache.
NGINX_SHIPPED = """
daemon off; worker_processes 1; pid {dir}/nginx.pid; error_log {dir}/error.log;
events {{ worker_connections 4096; }}
http {{
  sendfile on; tcp_nopush on; types_hash_max_size 2048; include /etc/nginx/mime.types;
  default_type application/octet-stream; access_log {dir}/access.log; gzip on;
  client_body_temp_path {dir}/t1; proxy_temp_path {dir}/t2; fastcgi_temp_path {dir}/t3;
  uwsgi_temp_path {dir}/t4; scgi_temp_path {dir}/t5;
  {extra}
  server {{ listen 127.0.0.1:{port}; root {root}; location / {{ try_files $uri $uri/ =404; }} }}
}}
"""
NGINX_TUNED = "access_log off; open_file_cache max=1000 inactive=60s; keepalive_requests 1000000;"


class Server:
    def __init__(self, name, command, url):
        self.name, self.url, self.cpu, self.rate = name, url, [], []
        self.process = subprocess.Popen(
            ["taskset", "-c", SERVER_CPU, *command],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def wait_until_it_answers(self):
        for _ in range(200):
            try:
                return urllib.request.urlopen(self.url, timeout=1).read()
            except OSError:
                time.sleep(0.05)
        raise SystemExit(f"{self.name} does not answer {self.url}")

    def ticks(self):
        return sum(self.ticks_of(pid) for pid in self.pids())

    def pids(self):
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [self.process.pid, *map(int, children.read_text().split())]

    @staticmethod
    def ticks_of(pid):
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return int(fields[11]) + int(fields[12])

    def measure(self, seconds, connections, keep=True):
        before = self.ticks()
        command = ["taskset", "-c", LOAD_CPU, "wrk", "-t1", f"-c{connections}", f"-d{seconds}s"]
        output = subprocess.run(command + [self.url], capture_output=True, text=True, check=True).stdout
        requests = int(re.search(r"(\d+) requests in", output).group(1))
        trouble = re.search(r"Socket errors.*|Non-2xx.*", output)
        if trouble:
            print(f"{self.name}: {trouble.group(0)}")
        if keep:
            self.cpu.append((self.ticks() - before) / TICKS / requests * 1e6)
            self.rate.append(requests / seconds)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=100)
    parser.add_argument("--size", type=int, default=104, help="of the file, in bytes")
    parser.add_argument("--java-opts", default="", help="for otus-server's virtual machine")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        compare(options, pathlib.Path(folder))


def compare(options, folder):
    root = folder / "site"
    root.mkdir(mode=0o755)
    folder.chmod(0o755)
    (root / "file.txt").write_bytes(b"x" * options.size)
    os.environ["OTUS_JAVA_OPTS"] = options.java_opts
    servers = [nginx(folder, root, "nginx, shipped defaults", 8101, "keepalive_requests 1000000;")]
    servers.append(nginx(folder, root, "nginx, tuned", 8102, NGINX_TUNED))
    otus = [str(IMAGE), "--root", str(root), "--port", "8103", "--workers", "1"]
    servers.append(Server("otus-server", otus, "http://127.0.0.1:8103/file.txt"))
    try:
        for server in servers:
            server.wait_until_it_answers()
            server.measure(6, options.connections, keep=False)  # warms up
        for _ in range(options.rounds):
            for server in servers:
                server.measure(options.seconds, options.connections)
    finally:
        for server in servers:
            server.stop()
    report(servers)


def nginx(folder, root, name, port, extra):
    own = folder / str(port)
    own.mkdir(mode=0o755)
    config = own / "nginx.conf"
    log = "access_log off;" if "access_log off" in extra else f"access_log {own}/access.log;"
    text = NGINX_SHIPPED.replace("access_log {dir}/access.log;", log)
    extra = extra.replace("access_log off;", "")
    config.write_text(text.format(dir=own, port=port, root=root, extra=extra))
    return Server(name, ["nginx", "-c", str(config)], f"http://127.0.0.1:{port}/file.txt")


def report(servers):
    least = statistics.median(servers[0].cpu)
    print(f"{'server':26}{'CPU µs/request':>16}{'min':>8}{'max':>8}{'requests/s':>12}{'to the first':>14}")
    for server in servers:
        median = statistics.median(server.cpu)
        print(
            f"{server.name:26}{median:16.2f}{min(server.cpu):8.2f}{max(server.cpu):8.2f}"
            f"{statistics.median(server.rate):12.0f}{median / least:14.2f}"
        )


if __name__ == "__main__":
    main()
