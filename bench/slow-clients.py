#!/usr/bin/env python3
"""How long other clients wait while many slow ones hold connections, for otus-server beside nginx.

    bench/slow-clients.py [--rounds 3] [--seconds 5] [--heads 1000] [--readers 200]

Slow heads send a field a second and never end; slow readers ask for a large file and take some
bytes a second; their turns are spread over the second, or wrk, beside them, would measure those.
What is dropped comes again at once. Each round measures each server without them, from the moment
they come on, all at once, and when they have been there for a while; the medians are printed. One
worker each, pinned to the first processor, and wrk and the slow clients to the second. Needs wrk,
nginx and taskset, and the image that `mvn package` makes.
"""

import argparse
import importlib
import multiprocessing
import os
import pathlib
import re
import resource
import socket
import statistics
import subprocess
import tempfile
import time

beside = importlib.import_module("cpu-per-request")
HEAD = b"GET /file.txt HTTP/1.1\r\nHost: localhost\r\n"
LARGE = b"GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n"
UNITS = {"us": 1e-3, "ms": 1, "s": 1e3}
TURNS = 500  # a second


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as held:
        return held.getsockname()[1]


def slow_client(port, reads):
    client = socket.socket()
    if reads:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.connect(("127.0.0.1", port))
    client.sendall(LARGE if reads else HEAD)
    client.setblocking(False)
    return client


def still_there(client, reads):
    """Moves a little; false if the server has dropped it."""
    try:
        if reads:
            return client.recv(512) != b""
        client.send(b"X: y\r\n")
        client.recv(512)
        return False  # half a head gets no answer but a refusal
    except BlockingIOError:
        return True
    except OSError:
        return False


def attack(port, heads, readers, all_there, stop, dropped):
    """A process of its own: holds its clients until told to stop, and counts whom it lost."""
    os.sched_setaffinity(0, {int(beside.LOAD_CPU)})
    kinds = [False] * heads + [True] * readers
    clients = [slow_client(port, reads) for reads in kinds]
    all_there.set()
    turn = 0
    while not stop.wait(1 / TURNS):
        turn += 1
        for number in range(turn % TURNS, len(kinds), TURNS):
            reads = kinds[number]
            if not still_there(clients[number], reads):
                dropped.value += 1
                clients[number].close()
                clients[number] = slow_client(port, reads)
    for client in clients:
        client.close()


def measure(url, options):
    """Median and 99th percentile in milliseconds, requests a second, errors."""
    command = ["taskset", "-c", beside.LOAD_CPU, "wrk", "--latency", "-t1"]
    command += [f"-c{options.connections}", f"-d{options.seconds}s", "--timeout", "10s", url]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    figures = []
    for percent in "50%", "99%":
        value, unit = re.search(rf"{percent}\s+([\d.]+)(us|ms|s)", output).groups()
        figures.append(float(value) * UNITS[unit])
    figures.append(float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1]))
    trouble = re.search(r"Socket errors.*|Non-2xx.*", output)
    if trouble:
        print(f"{url}: {trouble[0]}")
    return figures


def measure_attacked(server, port, options):
    """While the slow ones come, and while they stay; how many of them the server dropped."""
    all_there, stop = multiprocessing.Event(), multiprocessing.Event()
    dropped = multiprocessing.Value("i", 0)
    given = port, options.heads, options.readers, all_there, stop, dropped
    process = multiprocessing.Process(target=attack, args=given, daemon=True)
    process.start()
    try:
        if not all_there.wait(60):
            raise SystemExit(f"{server.name} does not take the slow clients")
        return measure(server.url, options), measure(server.url, options), dropped.value
    finally:
        stop.set()
        process.join()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--connections", type=int, default=20, help="of the other clients")
    parser.add_argument("--heads", type=int, default=1000)
    parser.add_argument("--readers", type=int, default=200)
    options = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory() as folder:
        compare(options, pathlib.Path(folder))


def compare(options, folder):
    root = folder / "site"
    root.mkdir(mode=0o755)
    folder.chmod(0o755)
    (root / "file.txt").write_bytes(b"x" * 1000)
    with open(root / "large.bin", "wb") as large:
        large.truncate(64 << 20)
    ports = free_port(), free_port()
    tuned = beside.NGINX_TUNED
    servers = [beside.nginx(folder, root, "nginx", ports[0], tuned)]
    otus = [str(beside.IMAGE), "--root", str(root), "--port", str(ports[1]), "--workers", "1"]
    url = f"http://127.0.0.1:{ports[1]}/file.txt"
    servers.append(beside.Server("otus-server", otus, url))
    rows = [{"none": [], "arriving": [], "there": []} for _ in servers]
    dropped = [[] for _ in servers]
    try:
        for server in servers:
            server.wait_until_it_answers()
            measure(server.url, options)  # warms up
        for _ in range(options.rounds):
            for server, port, row, lost in zip(servers, ports, rows, dropped):
                row["none"].append(measure(server.url, options))
                arriving, there, count = measure_attacked(server, port, options)
                row["arriving"].append(arriving)
                row["there"].append(there)
                lost.append(count)
                time.sleep(1)
    finally:
        for server in servers:
            server.stop()
    print(f"{'server':14}{'slow clients':>14}{'p50 ms':>10}{'p99 ms':>10}{'requests/s':>12}")
    for server, row, lost in zip(servers, rows, dropped):
        for when, rounds in row.items():
            p50, p99, rate = map(statistics.median, zip(*rounds))
            print(f"{server.name:14}{when:>14}{p50:10.2f}{p99:10.2f}{rate:12.0f}")
        print(f"{server.name:14}dropped, and come again: {statistics.median(lost):.0f}")


if __name__ == "__main__":
    main()
