#!/usr/bin/env python3
"""CPU time per request of otus-server without metrics, with them, and with an open status page.

The method is that of cpu-per-request.py: one worker, pinned; wrk on the other processor; rounds
interleaved, in changing order. The third server has a client of /status/events. The metrics are
scraped once a round.

    bench/metrics-cost.py [--rounds 7] [--seconds 3] [--connections 100] [--size 104]

Needs wrk, curl and taskset, and the image that `mvn package` makes.
"""

import argparse
import importlib.util
import pathlib
import random
import statistics
import subprocess
import tempfile
import urllib.request

HERE = pathlib.Path(__file__).parent
SPEC = importlib.util.spec_from_file_location("cpu_per_request", HERE / "cpu-per-request.py")
cpu_per_request = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(cpu_per_request)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--connections", type=int, default=100)
    parser.add_argument("--size", type=int, default=104, help="of the file, in bytes")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        compare(options, pathlib.Path(directory))


def server(name, root, port, *flags):
    command = [str(cpu_per_request.IMAGE), "--root", str(root), "--port", str(port)]
    url = f"http://127.0.0.1:{port}/file.txt"
    return cpu_per_request.Server(name, [*command, "--workers", "1", *flags], url)


def compare(options, root):
    (root / "file.txt").write_bytes(b"x" * options.size)
    servers = [
        server("without metrics", root, 8111),
        server("with metrics", root, 8112, "--admin", "8122"),
        server("with an open status page", root, 8113, "--admin", "8123"),
    ]
    page = None
    try:
        for each in servers:
            each.wait_until_it_answers()
            each.measure(6, options.connections, keep=False)  # warms up
        page = subprocess.Popen(
            ["taskset", "-c", cpu_per_request.LOAD_CPU, "curl", "-sN", "-o", "/dev/null",
             "http://127.0.0.1:8123/status/events"]
        )
        for _ in range(options.rounds):
            for each in random.sample(servers, len(servers)):
                each.measure(options.seconds, options.connections)
            urllib.request.urlopen("http://127.0.0.1:8122/metrics").read()
    finally:
        if page:
            page.kill()
        for each in servers:
            each.stop()
    cpu_per_request.report(servers)
    base = servers[0].cpu
    for each in servers[1:]:
        ratios = [with_metrics / without for with_metrics, without in zip(each.cpu, base)]
        print(f"{each.name}: median of the rounds' ratios {statistics.median(ratios):.3f}")


if __name__ == "__main__":
    main()
