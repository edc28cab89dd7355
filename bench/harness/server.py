"""A running server: its ports, its processes, its end."""

import dataclasses
import os
import pathlib
import signal
import socket
import subprocess
import tempfile
import time

from . import processes

START_SECONDS = 60  # a JVM on a busy machine


@dataclasses.dataclass(frozen=True)
class Settings:
    """What a case asks of all servers; those with equal settings are measured by the same start."""

    log: bool = False
    workers: int = 1
    tls: bool = False


@dataclasses.dataclass(frozen=True)
class Place:
    """Where a server finds what it needs; for the configurations of peers."""

    root: pathlib.Path
    directory: pathlib.Path  # of its own
    certificates: pathlib.Path
    port: int
    h2_port: int  # for HTTP/2 without TLS, if that needs one of its own
    tls_port: int
    settings: Settings


class Failed(Exception):
    """A server that does not do what a case needs."""


def free_ports(count):
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in held]
    for each in held:
        each.close()
    return ports


class Server:
    """Belongs to whoever made it, who has to stop it."""

    def __init__(self, peer, site, certificates, settings):
        self.peer, self.name, self.site = peer, peer.name, site
        self.saturation = None  # in requests a second, once it has been measured
        self.own = tempfile.TemporaryDirectory(prefix="bench-")
        directory = pathlib.Path(self.own.name)
        directory.chmod(0o755)
        ports = free_ports(3)
        self.place = Place(site.root, directory, pathlib.Path(certificates), *ports, settings)
        command, environment = peer.command(self.place)
        processors = ",".join(map(str, processes.server_processors(settings.workers)))
        self.output = open(directory / "output", "wb")
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            ["taskset", "-c", processors, *command],
            stdout=self.output,
            stderr=subprocess.STDOUT,
            cwd=directory,
            env=environment,
        )

    @property
    def port(self):
        return self.place.port

    @property
    def h2_port(self):
        """For HTTP/2 without TLS."""
        return self.place.h2_port if self.peer.h2_has_a_port else self.place.port

    def wait_until_it_listens(self):
        ports = [self.port] + [self.place.tls_port] * self.place.settings.tls
        for port in ports:
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=5).close()
                    break
                except OSError:
                    self.expect_alive()
                    time.sleep(0.02)

    def expect_alive(self):
        late = time.perf_counter() > self.started + START_SECONDS
        if late or self.process.poll() is not None:
            said = (self.place.directory / "output").read_text(errors="replace")[-600:]
            raise Failed(f"{'does not answer' if late else 'has ended'}: {said}")

    def cpu_seconds(self):
        return processes.cpu_seconds(self.process.pid)

    def memory(self):
        return processes.memory(self.process.pid)

    def stop(self):
        """Ends it, and what it started, by process id."""
        descendants = processes.tree(self.process.pid)
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            for pid in descendants:
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            self.process.wait()
        self.output.close()
        self.own.cleanup()
