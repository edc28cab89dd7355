"""The options, and what a run does in which order."""

import argparse
import json
import os
import pathlib
import resource
import shlex
import signal
import sys
import tempfile
import time

from . import build, chart, packages, processes, report
from .cases import CASES
from .measure import Run
from .peers import PEERS, Otus
from .site import Site, certificate

IMAGE = build.BENCH.parent / "server-app/target/otus-server"
LOADS = ("wrk", "ab", "h2load", "openssl", "gcc")
QUICK_PEERS = "floor,nginx"
QUICK_CASES = "size-104,close,pipelined,304,precompressed,tls,h2-tls-10,latency-30,start"


def arguments():
    parser = argparse.ArgumentParser(
        prog="bench/run",
        description="Measures otus-server beside other servers. See bench/README.md.",
    )
    add = parser.add_argument
    add("--list", action="store_true", help="print the peers and the cases, by group")
    add("--otus", action="append", metavar="'[VAR=VALUE…] IMAGE[=NAME] [FLAG…]'",
        help="an image of otus-server; repeat it to compare several; default: this checkout's")
    add("--peers", help="names with commas, all (the default), or none")
    add("--cases", help="names of cases or groups with commas, or all (the default)")
    add("--rounds", type=int, default=3)
    add("--seconds", type=int, default=2, help="of a round")
    add("--warm", type=int, default=6, help="seconds of load before the first case of a server")
    add("--starts", type=int, default=1,
        help="measure all again with so many starts of each server: those of a JVM differ")
    add("--quick", action="store_true",
        help="prove in less than 30 s that everything runs; fail if any answer is wrong")
    add("--out", type=pathlib.Path, default=build.TARGET / "result.json",
        help="the JSON file; the chart goes beside it as .svg")
    add("--add", action="store_true", help="keep the other cases that are in the JSON file")
    add("--markdown", action="store_true", help="measure nothing; print the tables of --out")
    add("--into", type=pathlib.Path, metavar="FILE",
        help="measure nothing; write the tables of --out into a document")
    return parser.parse_args()


def chosen_cases(text):
    if text in (None, "all"):
        return CASES
    wanted = text.split(",")
    known = {case.name for case in CASES} | {case.group for case in CASES}
    if not known.issuperset(wanted):
        sys.exit(f"bench/run: no such case: {', '.join(set(wanted) - known)} (try --list)")
    return [case for case in CASES if case.name in wanted or case.group in wanted]


def chosen_peers(options):
    whole = {None: list(PEERS), "all": list(PEERS), "none": []}
    wanted = whole[options.peers] if options.peers in whole else options.peers.split(",")
    if not set(wanted) <= set(PEERS):
        sys.exit(f"bench/run: no such peer: {', '.join(set(wanted) - set(PEERS))} (try --list)")
    images = [Otus(text) for text in options.otus or [shlex.quote(str(IMAGE))]]
    for image in images:
        if not os.access(image.launcher, os.X_OK):
            sys.exit(f"bench/run: no image: {image.launcher} (mvn -DskipTests package makes one)")
    if len({image.name for image in images}) < len(images):
        sys.exit("bench/run: give the images different names: IMAGE=NAME")
    return images, [PEERS[name] for name in wanted]


def print_list():
    print("peers:", ", ".join(PEERS))
    for group in report.GROUPS:
        print(f"\n{group}: {report.GROUPS[group]}")
        for case in CASES:
            if case.group == group:
                print(f"  {case.name:24}{case.title}")


def main():
    options = arguments()
    if options.list:
        print_list()
        return 0
    if options.markdown or options.into:
        result = json.loads(options.out.read_text())
        if options.markdown:
            print("\n".join(report.markdown(result)))
        if options.into:
            report.write_into(options.into, result)
        return 0
    if options.quick:
        options.peers = options.peers or QUICK_PEERS
        options.cases = options.cases or QUICK_CASES
        options.rounds = options.seconds = options.starts = 1
    cases = chosen_cases(options.cases)
    images, others = chosen_peers(options)
    packages.install(sorted({*LOADS, *(command for peer in others for command in peer.needs)}))
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    build.program("open-loop")
    if any("mvn" in peer.needs for peer in others):
        build.java_peers()
    # This process and the load generators, which inherit it.
    os.sched_setaffinity(0, {processes.LOAD_PROCESSOR})
    with tempfile.TemporaryDirectory(prefix="bench-") as directory:
        os.chmod(directory, 0o755)
        certificate(directory)
        site = Site(directory)
        run = Run(images + others, site, directory, options)
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            measure(run, cases, images, options)
        except KeyboardInterrupt:  # what was measured is written
            print("bench/run: interrupted", file=sys.stderr)
            return 130
        finally:
            site.remove()
    for failure in run.failures:
        print(f"bench/run: {failure}", file=sys.stderr)
    return 1 if run.failures else 0


def measure(run, cases, images, options):
    """Writes the result after each case, so that a run may be ended at any time."""
    result = {
        "date": time.strftime("%Y-%m-%d"),
        "command": "bench/run " + shlex.join(sys.argv[1:]),
        "machine": processes.machine(),
        "servers": {peer.name: peer.version() for peer in run.peers},
        "own": [image.name for image in images],
        "cases": {},
        "notes": {},
        "others": {},
    }
    if options.add and options.out.exists():
        before = json.loads(options.out.read_text())
        result["command"] = f"{before['command']}`, `{result['command']}"
        result["servers"] = {**before["servers"], **result["servers"]}
        for part in "cases", "notes", "others":
            result[part] = before.get(part, {})
    options.out.parent.mkdir(parents=True, exist_ok=True)

    def done(case):
        measured = run.cases.get(case.name, {})
        figures = {peer.name: measured[peer.name] for peer in run.peers if peer.name in measured}
        result["others"][case.name] = run.others.get(case.name, 0)
        report.print_case(case, figures, result["others"][case.name])
        result["cases"][case.name] = figures
        result["notes"][case.name] = run.notes[case.name]
        report.write(options.out, result)
        options.out.with_suffix(".svg").write_text(chart.svg(result))

    run.measure(cases, done)
    print(f"\n{options.out}\n{options.out.with_suffix('.svg')}")
