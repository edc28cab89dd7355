"""Processors, and what /proc says of a process and its descendants."""

import os
import pathlib
import platform
import re

TICKS = os.sysconf("SC_CLK_TCK")
PROCESSORS = sorted(os.sched_getaffinity(0))
LOAD_PROCESSOR = PROCESSORS[-1]


def server_processors(workers):
    """The first ones; with more workers than processors beside that of the load, it is shared."""
    return PROCESSORS[:workers]


def tree(pid):
    """The process and all its descendants."""
    found, at = [pid], 0
    while at < len(found):
        for task in pathlib.Path(f"/proc/{found[at]}/task").glob("*/children"):
            try:
                found += map(int, task.read_text().split())
            except OSError:  # it has ended
                pass
        at += 1
    return found


def cpu_seconds(pid):
    """User and system time of the tree, with that of children that have ended."""
    ticks = 0
    for each in tree(pid):
        try:
            stat = pathlib.Path(f"/proc/{each}/stat").read_text()
        except OSError:
            continue
        ticks += sum(map(int, stat.rsplit(")", 1)[1].split()[11:15]))
    return ticks / TICKS


def busy_seconds():
    """What all programs, and other virtual machines, have used of the processors."""
    ticks = 0
    for line in pathlib.Path("/proc/stat").read_text().splitlines():
        name, *times = line.split()
        if name.startswith("cpu") and name[3:].isdigit() and int(name[3:]) in PROCESSORS:
            user, nice, system, _, _, _, _, stolen = map(int, times[:8])
            ticks += user + nice + system + stolen
    return ticks / TICKS


def memory(pid):
    """RSS and PSS of the tree in MiB. What processes share counts once in PSS."""
    rss = pss = 0
    for each in tree(pid):
        try:
            text = pathlib.Path(f"/proc/{each}/smaps_rollup").read_text()
        except OSError:
            continue
        rss += int(re.search(r"^Rss:\s+(\d+)", text, re.M)[1])
        pss += int(re.search(r"^Pss:\s+(\d+)", text, re.M)[1])
    return rss / 1024, pss / 1024


def machine():
    """What a reader has to know of the machine."""
    model = re.search(r"model name\s*: (.*)", pathlib.Path("/proc/cpuinfo").read_text())
    total = re.search(r"MemTotal:\s+(\d+)", pathlib.Path("/proc/meminfo").read_text())
    release = pathlib.Path("/etc/os-release").read_text()
    return {
        "processor": model[1] if model else platform.machine(),
        "processors": len(PROCESSORS),
        "memory": f"{int(total[1]) / 2**20:.0f} GiB",
        "kernel": platform.release(),
        "system": re.search(r'PRETTY_NAME="(.*)"', release)[1],
    }
