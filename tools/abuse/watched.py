"""A server that is watched: what it takes, and what it says."""

import collections
import os
import pathlib
import re
import signal
import subprocess
import time

from wire import Broke

GOOD = (
    "blocking-refused",
    "connection-refused",
    "connections-full",
    "file-changed-while-sent",
    "file-checks-moved",  # a busy processor makes them slow, as a disk does
    "http2-connection-ended",
    "idle-closed",
    "loop-recovered",
    "loop-stalled",  # by who else uses the machine
    "memory-full",
)
Sample = collections.namedtuple("Sample", "second rss descriptors threads carriers")
CARRIER = "ForkJoinPool"  # of virtual threads: their number is bounded, and they stay for a while


class Server:
    """Started on a free port; its log and that of its collector are in `folder`."""

    def __init__(self, image, folder, *flags):
        folder.mkdir()
        self.log, self.collections = folder / "log", folder / "gc"
        options = f"-Xmx64m -Xlog:gc:file={self.collections}"
        self.begin, self.samples = time.monotonic(), []
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [image / "bin/otus-server", "--port", "0", *flags],
                env={**os.environ, "OTUS_JAVA_OPTS": options},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.proc = pathlib.Path(f"/proc/{self.process.pid}")
        self.port = self._port()

    def _port(self):
        while time.monotonic() - self.begin < 30 and self.process.poll() is None:
            if port := re.search(r"http://127\.0\.0\.1:(\d+)/", self.log.read_text()):
                return int(port[1])
            time.sleep(0.05)
        self.process.kill()
        raise SystemExit("the server does not start: " + self.log.read_text())

    def sample(self):
        if self.process.poll() is not None:
            raise Broke(f"the server has ended, exit code {self.process.returncode}")
        status = (self.proc / "status").read_text()
        threads = self.threads()
        carriers = sum(name.startswith(CARRIER) for name in threads)
        sample = Sample(
            round(time.monotonic() - self.begin),
            int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024,
            len(os.listdir(self.proc / "fd")),
            len(threads) - carriers,
            carriers,
        )
        self.samples.append(sample)
        return sample

    def threads(self):
        names = []
        for task in (self.proc / "task").iterdir():
            try:
                names.append((task / "comm").read_text())
            except OSError:  # it has ended meanwhile
                continue
        return names

    def heaps(self):
        """What was left after each collection, in MiB."""
        found = re.findall(r"Pause.* \d+M->(\d+)M", self.collections.read_text())
        return [int(after) for after in found]

    def loops(self):
        """How often each event loop's thread has waited: one that serves nobody does not."""
        waits = {}
        for task in (self.proc / "task").iterdir():
            name = (task / "comm").read_text().strip()
            if name.startswith("otus-loop"):
                status = (task / "status").read_text()
                waits[name] = int(re.search(r"\nvoluntary_ctxt_switches:\s+(\d+)", status)[1])
        return waits

    def descriptors(self):
        """What is open, by kind, for who has to find out why."""
        kinds = collections.Counter()
        for entry in (self.proc / "fd").iterdir():
            try:
                kinds[re.sub(r":\[\d+\]$", "", os.readlink(entry))] += 1
            except OSError:
                continue
        return dict(kinds)

    def trouble(self):
        """Lines of the log that should not be there, and how often each event is."""
        text = self.log.read_text()
        events = collections.Counter(re.findall(r"event=([a-z0-9-]+)", text))
        bad = re.findall(r"^.*(?:Exception|Error\b|ERROR| error |^\s+at ).*$", text, re.M)
        return bad + [event for event in events if event not in GOOD], dict(events)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(timeout=40)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            return "none: it had to be killed"
