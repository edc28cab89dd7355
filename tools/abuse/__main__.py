#!/usr/bin/env python3
"""Attacks a server for a while, and says whether it held: docs/hardening.md.

    python3 tools/abuse [--seconds 60] [--image DIR] [--seed N]

Starts the image itself, on loopback, with 64 MiB of heap. All attacks go on at once, beside honest
clients that check every byte. Then it is quiet, and nothing must be left: no descriptor, no thread,
no memory. Exit code 1 and a reason otherwise.
"""

import argparse
import collections
import multiprocessing
import os
import pathlib
import random
import resource
import statistics
import sys
import tempfile
import threading
import time
import traceback

sys.dont_write_bytecode = True

import attacks  # noqa: E402
from honest import Honest  # noqa: E402
from site_folder import Site  # noqa: E402
from watched import Server  # noqa: E402
from wire import Broke, Reader, connect, request  # noqa: E402

IMAGE = pathlib.Path(__file__).resolve().parents[2] / "server-app/target/otus-server"
# Short ones, so that each is met many times.
LIMITS = "--header-timeout 8s --stall-timeout 10s --idle-timeout 10s --max-connections 5000".split()
QUIET = 90  # seconds in which everything has to be let go
MOST = 300  # MiB resident, with 64 MiB of heap
CARRIERS = max(16, os.cpu_count()) + 1  # of virtual threads, and one for their timers
LONG = 120  # seconds from which on memory has to be flat


def attack(port, site, seed, stop, results):
    """A process: all attacks at once, a thread each, and one that meddles with the files."""
    rounds = collections.Counter()

    def repeat(name, once):
        rng = random.Random(f"{seed} {name}")
        while not stop.is_set():
            try:
                once(rng)
                rounds[name] += 1
            except OSError:
                rounds[name] += 1  # refused or cut off
            except Exception:
                stop.set()
                results.put(("broke", f"{name}: {traceback.format_exc()}"))
            stop.wait(0.01)

    parties = [("meddling", site.meddle)]
    for each in attacks.ALL:
        parties.append((each.__name__, lambda rng, each=each: each(port, rng, stop)))
    in_threads([lambda party=party: repeat(*party) for party in parties])
    results.put(("rounds", dict(rounds)))


def behave(port, still, seed, stop, results):
    """A process: some honest clients."""
    clients = [Honest(port, still, random.Random(f"{seed} {n}"), stop) for n in range(4)]

    def run(client):
        try:
            client.run()
        except Exception:
            stop.set()
            results.put(("broke", f"an honest client: {traceback.format_exc()}"))

    in_threads([lambda client=client: run(client) for client in clients])
    times = sorted(time for client in clients for time in client.times)
    results.put(("honest", (sum(c.answers for c in clients), sum(c.bytes for c in clients), times)))


def in_threads(parties):
    threads = [threading.Thread(target=party) for party in parties]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def one_address(image, folder, root):
    """Many connections from one address, where there may be 50: another one is served all along."""
    server = Server(image, folder, "--root", str(root), "--max-connections-per-address", "50")
    try:
        for _ in range(5):
            many = [connect(server.port, source="127.0.0.2") for _ in range(300)]
            alive = sum(answers(each) for each in many)
            with connect(server.port, source="127.0.0.3") as other:
                if alive != 50 or not answers(other):
                    raise Broke(f"{alive} of 300 connections from one address are served, not 50")
            for each in many:
                each.close()
            until(lambda: server.sample().descriptors < 50, "connections stay open", server)
        return server.trouble()[1]
    finally:
        server.stop()


def answers(connection):
    try:
        connection.sendall(request("/still/3.bin"))
        return Reader(connection).answer().status == 200
    except (OSError, Broke):
        return False


def until(condition, trouble, server):
    end = time.monotonic() + QUIET
    while not condition():
        if time.monotonic() > end:
            raise Broke(f"{trouble}: {server.samples[-1]}, {server.descriptors()}")
        time.sleep(1)


def calm(server):
    """A sample once caches were asked to let go of what is idle."""
    with connect(server.port) as connection:
        connection.sendall(request("/none"))
        Reader(connection).answer()
    return server.sample()


def all_loops_answer(server):
    before = server.loops()
    crowd = [connect(server.port) for _ in range(64)]
    if not all(answers(each) for each in crowd):
        raise Broke("not every connection is answered in the end")
    for each in crowd:
        each.close()
    idle = [name for name, waits in server.loops().items() if waits == before.get(name)]
    if idle or len(before) < 2:
        raise Broke(f"loops that serve nobody: {idle} of {before}")


def abuse(options, folder):
    site = Site(folder / "site")
    flags = ["--root", str(site.root), "--listing", "--compress", "--workers", "2"]
    flags += ["--allowed-hosts", "*", *LIMITS]
    server = Server(options.image, folder / "1", *flags, "--mount", f"/gone=static:root={site.gone}")
    print(f"seed {options.seed}, {options.seconds} s, process {server.process.pid}", flush=True)
    try:
        results = under_attack(options, server, site)
        limits = one_address(options.image, folder / "2", site.root)
        say(server, "the limit per address holds")
        report(options, server, results, limits)
    finally:
        code = server.stop()
    if code != 0:
        raise Broke(f"exit code {code}")


def under_attack(options, server, site):
    stop, results = multiprocessing.Event(), multiprocessing.SimpleQueue()
    ready = (server.port, site.still, options.seed)
    # What a server has open and running that was used, but is not used now.
    first = [(behave, ready), (attack, (server.port, site, options.seed))]
    run(first[:1], stop, results, min(5, options.seconds), server)
    site.settle()
    before = calm(server)
    until(lambda: calm(server).descriptors < 40, "not quiet before", server)
    before = server.samples[-1]
    server.samples.clear()
    say(server, f"attack begins, {before}")
    found = run(first, stop, results, options.seconds, server)
    found["samples"] = list(server.samples)
    found["heaps"] = server.heaps()
    site.settle()
    say(server, "quiet")
    until(lambda: calm(server).descriptors <= before.descriptors, "descriptors leak", server)
    until(lambda: calm(server).threads <= before.threads, "threads leak", server)
    with connect(server.port) as connection:
        connection.sendall(request("/gone/file.txt"))
        if Reader(connection).answer().body != b"here again\n":
            raise Broke("the root that came back is not served")
    say(server, "nothing is left")
    all_loops_answer(server)
    found["before"], found["after"] = before, server.samples[-1]
    return found


def run(parties, stop, results, seconds, server):
    """Runs each in a process for so long, and gives what they say."""
    stop.clear()
    processes = [
        multiprocessing.Process(target=target, args=(*given, stop, results), daemon=True)
        for target, given in parties
    ]
    end = time.monotonic() + seconds
    for process in processes:
        process.start()
    try:
        while time.monotonic() < end and not stop.is_set():
            server.sample()
            stop.wait(2)
    finally:
        stop.set()
    said = {}
    while len(said) < len(processes):
        what, value = results.get()
        if what == "broke":
            raise Broke(value)
        said[what] = value
    for process in processes:
        process.join()
    return said


def say(server, what):
    print(f"{time.monotonic() - server.begin:4.0f} s  {what}", flush=True)


def thirds(values):
    third = len(values) // 3
    return statistics.median(values[third : 2 * third]), statistics.median(values[2 * third :])


def report(options, server, found, limits):
    count, length, times = found["honest"]
    samples = found["samples"]
    bad, events = server.trouble()
    print("rounds", " ".join(f"{name}={n}" for name, n in sorted(found["rounds"].items())))
    print(f"honest answers {count}, {length >> 20} MiB, each right; a burst took", end=" ")
    print(f"{times[len(times) // 2] * 1e3:.0f} ms (median), {times[-1] * 1e3:.0f} ms (longest)")
    print(f"descriptors: {found['before'].descriptors} before,", end=" ")
    print(f"{max(s.descriptors for s in samples)} at most, {found['after'].descriptors} after")
    print(f"threads: {found['before'].threads} before,", end=" ")
    print(f"{max(s.threads for s in samples)} at most, {found['after'].threads} after")
    print(f"carriers of virtual threads: {max(s.carriers for s in samples)} at most")
    print(f"events {events}; of the limit per address {limits}")
    if bad:
        raise Broke("the log has " + "\n".join(map(str, bad[:20])))
    if max(s.carriers for s in samples) > CARRIERS:
        raise Broke("more carriers than there should be")
    resident = [s.rss for s in samples]
    if max(resident) > MOST:
        raise Broke(f"{max(resident):.0f} MiB resident")
    for name, values in ("resident", resident), ("heap after collections", found["heaps"]):
        middle, last = thirds(values) if len(values) >= 3 else (0, 0)
        print(f"{name}: {middle:.0f} MiB in the middle third, {last:.0f} in the last,", end=" ")
        print(f"{max(values, default=0):.0f} at most")
        if options.seconds >= LONG and last > 1.1 * middle + 1:
            raise Broke(f"memory grows: {name}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--image", type=pathlib.Path, default=IMAGE)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    options = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory() as folder:
        try:
            abuse(options, pathlib.Path(folder))
        except Broke as e:
            print(f"FAILED: {e}")
            sys.exit(1)
    print("held")


if __name__ == "__main__":
    main()
