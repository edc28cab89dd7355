#!/usr/bin/env python3
"""Time from the start of a process to its first answer, median of many starts.

    bench/start-up.py [--runs 20] [LAUNCHER...]
    bench/start-up.py IMAGE/bin/otus-server 'IMAGE/bin/otus-server --plugins DIR --mount /x=hello'

A launcher is a command with words of its own. Several are started in turn, so that a machine whose speed drifts slows all of them. Also
prints the resident memory right after that answer. Without a launcher: the image of this checkout.
"""

import argparse
import pathlib
import shlex
import signal
import socket
import statistics
import subprocess
import tempfile
import time

IMAGE = pathlib.Path(__file__).parent.parent / "server-app/target/otus-server/bin/otus-server"
REQUEST = b"GET /file.txt HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


def start(launcher, root, port):
    """Milliseconds to the first answer, and KiB resident then."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        [*shlex.split(launcher), "--root", root, "--port", str(port)],
        stdout=subprocess.DEVNULL,
    )
    try:
        answer = first_answer(port, begin + 10)
        elapsed = (time.perf_counter() - begin) * 1000
        if not answer.startswith(b"HTTP/1.1 200"):
            raise SystemExit(f"{launcher} answers {answer[:80]}")
        status = pathlib.Path(f"/proc/{process.pid}/status").read_text()
        return elapsed, int(status.split("VmRSS:")[1].split()[0])
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def first_answer(port, end):
    while time.perf_counter() < end:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
                connection.sendall(REQUEST)
                return connection.recv(4096)
        except ConnectionRefusedError:  # not listening yet
            time.sleep(0.0005)
    raise SystemExit("no answer")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("launchers", nargs="*", default=[str(IMAGE)])
    options = parser.parse_args()
    results = {launcher: [] for launcher in options.launchers}
    with tempfile.TemporaryDirectory() as root:
        (pathlib.Path(root) / "file.txt").write_text("hello\n")
        for run in range(options.runs + 1):
            for launcher, figures in results.items():
                figure = start(launcher, root, 8104)
                if run > 0:  # the first one warms the file cache
                    figures.append(figure)
    print(f"{'median':>8}{'min':>8}{'max':>8} ms{'resident':>10} MiB")
    for launcher, figures in results.items():
        times = [elapsed for elapsed, _ in figures]
        memory = statistics.median(kib for _, kib in figures) / 1024
        print(
            f"{statistics.median(times):8.0f}{min(times):8.0f}{max(times):8.0f}   "
            f"{memory:10.1f}      {launcher}"
        )


if __name__ == "__main__":
    main()
