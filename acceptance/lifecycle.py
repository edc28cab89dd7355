#!/usr/bin/env python3
"""Checks of verbs, pid files, handovers and passed sockets: lifecycle.py CHECK LAUNCHER DIRECTORY.

Each check is a function below. It gets its own directory with a site, starts servers with their pid
file in it, and raises an exception with the reason if it fails.
"""

import fcntl
import os
import pathlib
import pwd
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time

TIMEOUT = 40


class Place:
    """A directory with a site and a pid file, and the servers in it."""

    def __init__(self, launcher, directory):
        self.launcher = launcher
        self.directory = pathlib.Path(directory)
        self.site = self.directory / "site"
        self.site.mkdir()
        (self.site / "index.html").write_text("hello\n")
        self.pid_file = self.directory / "otus.pid"
        self.control = self.directory / "otus.pid.sock"
        self.log = self.directory / "otus.log"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.flags = [f"--pid-file={self.pid_file}"]
        self.serving = [*self.flags, f"--port={self.port}", "--grace-period=10s"]

    def verb(self, word, *arguments, code=0, lines=None, **options):
        """Runs a verb; its output must be one line unless `lines` says how many. A start adds URLs."""
        if not arguments:
            arguments = [*self.serving, self.site] if word in ("start", "restart") else self.flags
        done = subprocess.run(
            [self.launcher, word, *arguments], capture_output=True, text=True, timeout=TIMEOUT,
            **options)
        text = done.stdout + done.stderr
        print(f"{word}: {done.returncode} {text.strip()}")
        assert done.returncode == code, f"{word}: exit code {done.returncode}, wanted {code}: {text}"
        started = word in ("start", "restart") and code == 0
        if started and lines is None:
            assert "\n  " in text, f"{word}: without its addresses: {text}"
        else:
            assert text.count("\n") == (lines or 1), f"{word}: not one line: {text}"
        return text

    def pid(self):
        return int(self.pid_file.read_text())

    def get(self):
        with socket.create_connection(("127.0.0.1", self.port), 10) as client:
            return get(client)

    def stop(self):
        if self.pid_file.exists():
            subprocess.run(
                [self.launcher, "stop", *self.flags], capture_output=True, timeout=TIMEOUT)

    def takeover(self):
        """Begins a handover as a new server does: returns the connection after `end`."""
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(str(self.control))
        connection.settimeout(10)
        connection.sendall(b"otus-control 1 handover\n")
        text, descriptors = b"", []
        while not text.endswith(b"end\n"):
            part, passed, _, _ = socket.recv_fds(connection, 4096, 8)
            assert part, f"the connection ended after {text}"
            text += part
            descriptors += passed
        assert descriptors and text.count(b"socket own - ") == len(descriptors), text
        for each in descriptors:
            os.close(each)
        return connection


def get(client, head=b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"):
    client.settimeout(20)
    client.sendall(head)
    data = b""
    while not data.endswith(b"hello\n"):
        part = client.recv(4096)
        assert part, f"the connection ended after {data}"
        data += part
    assert data.startswith(b"HTTP/1.1 200 "), data
    return data.lower()


def ended(pid):
    for _ in range(300):
        if not pathlib.Path(f"/proc/{pid}").exists():
            return
        state = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        if state == "Z":
            return
        time.sleep(0.1)
    raise AssertionError(f"{pid} has not ended")


def logged(place, text):
    for _ in range(100):
        if text in place.log.read_text():
            return
        time.sleep(0.1)
    raise AssertionError(f"not in the log: {text}\n{place.log.read_text()}")


def start_stop_and_status(place):
    place.verb("status", code=3)
    place.verb("stop")
    text = place.verb("start", lines=2)
    assert str(place.pid()) in text and f"http://127.0.0.1:{place.port}/" in text, text
    assert oct(place.control.stat().st_mode & 0o777) == "0o600"
    assert os.getsid(place.pid()) != os.getsid(0), "still in the session of the verb"
    place.get()
    assert "already running" in place.verb("start", code=1)
    assert f"http://127.0.0.1:{place.port}/" in place.verb("status", lines=2)
    first = place.pid()
    assert str(first) in place.verb("restart")
    assert place.pid() != first
    ended(first)
    place.get()
    place.verb("reload")
    place.verb("stop")
    assert not place.pid_file.exists() and not place.control.exists()
    place.verb("status", code=3)
    place.verb("restart")  # nothing runs: as start
    place.get()


def hold(file, pid):
    """Locks a pid file as a server does, and writes an id."""
    fcntl.flock(file, fcntl.LOCK_EX)
    fcntl.lockf(file, fcntl.LOCK_EX)
    file.write(f"{pid}\n")
    file.flush()


def runs(pid):
    try:
        ended_now = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return False
    return not ended_now


def pid_file_that_names_another_process(place):
    """Only the process that listens on the control socket gets a signal."""
    place.verb("start")
    server = place.pid()
    other = subprocess.Popen(["sleep", "100"])
    try:
        for wrong in (f"{other.pid}\n", "foo\n"):
            place.pid_file.write_text(wrong)
            text = place.verb("stop", code=1)
            assert f"its server is process {server}" in text, text
            place.verb("restart", code=1)
            assert other.poll() is None and runs(server)
            place.get()
        place.control.rename(place.directory / "away")  # as while it starts
        place.pid_file.write_text(f"{other.pid}\n")
        assert "another process" in place.verb("stop", code=1)
        assert other.poll() is None and runs(server)
        (place.directory / "away").rename(place.control)
        place.pid_file.write_text(f"{server}\n")
        place.verb("stop")
    finally:
        other.kill()
        other.wait()


def journal_is_only_named(place):
    """A server that kept the pipe would let its reader wait for ever."""
    for name in ({"JOURNAL_STREAM": "8:1"}, {"NOTIFY_SOCKET": str(place.directory / "notify")}):
        place.verb("start", env={**os.environ, **name})
        assert f":{place.port}/" in place.log.read_text()
        place.verb("stop")
        place.log.unlink()


def journal_reads_the_output(place):
    with open(place.directory / "journal", "w") as journal:
        facts = os.fstat(journal.fileno())
        stream = {"JOURNAL_STREAM": f"{facts.st_dev}:{facts.st_ino}"}
        subprocess.run([place.launcher, "start", *place.serving, place.site], check=True,
                       stdout=journal, stderr=journal, timeout=TIMEOUT, env={**os.environ, **stream})
    assert f":{place.port}/" in (place.directory / "journal").read_text()
    assert not place.log.exists()


def second_stop_waits(place):
    size = 30_000_000
    (place.site / "big").write_bytes(bytes(size))
    place.verb("start", *place.serving, place.site)
    stop = [place.launcher, "stop", *place.flags]
    with socket.create_connection(("127.0.0.1", place.port)) as client:
        client.settimeout(TIMEOUT)
        client.sendall(b"GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert client.recv(100).startswith(b"HTTP/1.1 200 ")
        first = subprocess.Popen(stop, stdout=subprocess.PIPE, text=True)
        logged(place, "event=stopping")
        second = subprocess.Popen(stop, stdout=subprocess.PIPE, text=True)
        line = second.stdout.readline()
        assert "is stopping already, and finishes 1 request\n" in line, line
        assert "is stopping" in place.verb("restart", code=1)
        received = sum(len(part) for part in iter(lambda: client.recv(1 << 20), b""))
        assert received > size, f"cut after {received} bytes"
    for each in (first, second):
        text = each.communicate(timeout=TIMEOUT)[0]
        assert each.returncode == 0 and "stopped" in text, text
    assert "aborted" not in place.log.read_text()


def second_signal_says_what_it_cuts(place):
    place.verb("start")
    server = place.pid()
    with socket.create_connection(("127.0.0.1", place.port)) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHo")
        time.sleep(0.3)
        os.kill(server, signal.SIGTERM)
        logged(place, "event=stopping")
        os.kill(server, signal.SIGINT)
        ended(server)
    assert "A second signal ends the server; 1 request was aborted" in place.log.read_text()
    assert "event=requests-aborted count=1" in place.log.read_text()
    assert not place.pid_file.exists() and not place.control.exists()


def early_signal_leaves_no_file(place):
    server = subprocess.Popen(
        [place.launcher, *place.serving, place.site], stdout=subprocess.DEVNULL)
    while not place.pid_file.exists():
        assert server.poll() is None
    server.terminate()
    assert server.wait(TIMEOUT) in (0, 143)
    assert not list(place.directory.glob("otus.pid*"))


def another_restart_is_named(place):
    place.verb("start")
    with place.takeover():
        text = place.verb("restart", code=1)
        assert f"another restart is in progress (pid {os.getpid()})" in text, text


def stopped_process_does_not_answer(place):
    place.verb("start")
    server = place.pid()
    os.kill(server, signal.SIGSTOP)
    try:
        begin = time.monotonic()
        assert f"pid {server} does not answer" in place.verb("status", code=4)
        assert time.monotonic() - begin < 15
        waiting = [socket.socket(socket.AF_UNIX) for _ in range(40)]
        for each in waiting:  # a full queue lets connect() wait, too
            each.setblocking(False)
            each.connect_ex(str(place.control))
        place.verb("status", code=4)
        for each in waiting:
            each.close()
    finally:
        os.kill(server, signal.SIGCONT)
    place.get()


def stop_gives_up(place):
    """Plays a server that a signal does not end."""
    former = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    with open(place.pid_file, "w") as file, socket.socket(socket.AF_UNIX) as control:
        hold(file, os.getpid())
        control.bind(str(place.control))
        control.listen()
        verb = subprocess.Popen(
            [place.launcher, "stop", *place.flags], stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True)
        line = ""
        while "status" not in line:
            connection, _ = control.accept()
            line = connection.makefile().readline()
            if "status" in line:
                connection.sendall(b"state serves\nstop-limit 1\n")
            connection.close()
        text = verb.communicate(timeout=TIMEOUT)[0]
    signal.signal(signal.SIGTERM, former)
    place.pid_file.unlink()
    place.control.unlink()
    assert verb.returncode == 1 and f"pid {os.getpid()} still runs after 11 s" in text, text


def restart_of_a_killed_server_starts_one(place):
    place.verb("start")
    server = place.pid()
    os.kill(server, signal.SIGSTOP)
    verb = subprocess.Popen(
        [place.launcher, "restart", *place.serving, place.site],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    while not pathlib.Path(f"/proc/{verb.pid}/task/{verb.pid}/children").exists():
        pass
    time.sleep(8)  # the new server waits for the sockets
    os.kill(server, signal.SIGKILL)
    text = verb.communicate(timeout=TIMEOUT)[0]
    assert verb.returncode == 0 and "serves with pid" in text, text
    place.get()


def root_does_not_restart_as_root(place):
    """Needs root, to be two users."""
    if os.getuid() != 0:
        return
    nobody = pwd.getpwnam("nobody")
    for directory in [place.directory, *place.directory.parents]:
        if directory.stat().st_mode & 0o5 != 0o5 and directory != pathlib.Path("/"):
            directory.chmod(0o755)
    os.chown(place.directory, nobody.pw_uid, nobody.pw_gid)
    place.verb("start", user=nobody.pw_uid, group=nobody.pw_gid, extra_groups=[], cwd="/")
    server = place.pid()
    assert "runs as nobody" in place.verb("restart", code=4)
    assert place.pid() == server
    place.get()
    place.verb("stop")


def killed_server_leaves_a_stale_file(place):
    place.verb("start")
    killed = place.pid()
    os.kill(killed, signal.SIGKILL)
    ended(killed)
    assert place.pid() == killed
    place.verb("status", code=1)
    place.verb("stop")
    place.verb("start")
    assert place.pid() != killed
    place.get()
    # A number that is used again: this very process is alive, but does not hold the lock.
    place.verb("stop")
    place.pid_file.write_text(f"{os.getpid()}\n")
    place.verb("status", code=1)
    place.verb("stop")
    place.verb("start")


def wrong_settings_leave_the_server_running(place):
    place.verb("start")
    first = place.pid()
    for wrong in (["--plugins=/nonexistent"], ["--mount=/x=nope"], ["--listen=192.0.2.1:1"]):
        text = place.verb("restart", *place.serving, *wrong, place.site, code=2)
        assert "continues" in text or "no such" in text, text
        assert place.pid() == first
        place.get()
    place.verb("start", f"--pid-file={place.directory}/2.pid", f"--port={place.port}", place.site, code=2)
    assert not (place.directory / "2.pid").exists()
    place.get()


def directory_must_exist_and_be_writable(place):
    missing = place.directory / "missing" / "otus.pid"
    place.verb("start", f"--pid-file={missing}", "--port=0", place.site, code=1)
    place.verb("status", f"--pid-file={missing}", code=3)
    long = place.directory / ("x" * 100 + ".pid")
    place.verb("start", f"--pid-file={long}", "--port=0", place.site, code=1)


def other_users_may_not(place):
    """Needs root, to be two users."""
    if os.getuid() != 0:
        return
    nobody = pwd.getpwnam("nobody")
    other = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": "/"}
    for directory in [place.directory, *place.directory.parents]:
        if directory.stat().st_mode & 0o5 != 0o5 and directory != pathlib.Path("/"):
            directory.chmod(0o755)
    place.verb("start")
    place.verb("stop", code=4, **other)
    place.verb("restart", code=4, **other)
    place.verb("reload", code=4, **other)
    place.verb("status", code=4, **other)
    place.verb("start", f"--pid-file={place.directory}/2.pid", "--port=0", place.site, code=4, **other)
    # A pid file that another user has written names a process of root.
    forged = place.directory / "forged.pid"
    forged.write_text(f"{place.pid()}\n")
    os.chown(forged, nobody.pw_uid, nobody.pw_gid)
    with open(forged, "r+") as file:
        fcntl.lockf(file, fcntl.LOCK_EX)
        place.verb("stop", f"--pid-file={forged}", code=4)
    place.get()


def half_sent_head_is_answered_after_term(place):
    place.verb("start")
    with socket.create_connection(("127.0.0.1", place.port)) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHo")
        time.sleep(0.2)
        os.kill(place.pid(), signal.SIGTERM)
        time.sleep(1.5)  # longer than idle connections are kept
        assert b"connection: close" in get(client, b"st: localhost\r\n\r\n")


def idle_and_half_sent_requests_survive_a_restart(place):
    place.verb("start")
    first = place.pid()
    with socket.create_connection(("127.0.0.1", place.port)) as idle, \
            socket.create_connection(("127.0.0.1", place.port)) as half:
        assert b"connection: close" not in get(idle)
        half.sendall(b"GET / HTTP/1.1\r\nHo")
        place.verb("restart")
        time.sleep(1)
        assert b"connection: close" in get(idle)
        assert b"connection: close" in get(half, b"st: localhost\r\n\r\n")
    ended(first)
    place.get()


def each_socket_keeps_its_address_and_protocol(place):
    """Unix sockets, the admin listener, and an address with the PROXY protocol, through two restarts."""
    sockets = {name: place.directory / f"{name}.sock" for name in ("public", "other", "admin")}
    (place.directory / "other").mkdir()
    (place.directory / "other/index.html").write_text("other\n")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        proxied = probe.getsockname()[1]
    config = place.directory / "otus.toml"
    config.write_text(f"""
        root = "{place.site}"
        pid-file = "{place.pid_file}"
        listen = ["127.0.0.1:{place.port}", "unix:{sockets['public']}", "127.0.0.1:{proxied},proxy-protocol"]
        admin = "unix:{sockets['admin']}"
        trusted-proxies = "127.0.0.1"
        access-log = "common:{place.directory}/access.log"
        [[site]]
        hosts = ["*"]
        listen = ["unix:{sockets['other']},mode=0600"]
        root = "{place.directory}/other"
        """)

    def ask(path, target=b"/"):
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(10)
            client.connect(str(path))
            client.sendall(b"GET " + target + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return b"".join(iter(lambda: client.recv(4096), b""))

    def check_all():
        assert b"hello" in place.get()
        assert b"hello" in ask(sockets["public"])
        assert b"other" in ask(sockets["other"])
        assert b"ready" in ask(sockets["admin"], b"/health/ready")
        with socket.create_connection(("127.0.0.1", proxied), 10) as client:
            head = b"PROXY TCP4 192.0.2.9 127.0.0.1 4711 80\r\nGET /?proxied HTTP/1.1\r\nHost: localhost\r\n\r\n"
            assert b"hello" in get(client, head)
        for name, mode in ("public", 0o660), ("other", 0o600), ("admin", 0o600):
            assert sockets[name].stat().st_mode & 0o777 == mode, name

    place.verb("start", "--config", str(config))
    check_all()
    for _ in range(2):
        place.verb("restart", "--config", str(config))
        check_all()
    for _ in range(100):
        lines = [line for line in (place.directory / "access.log").read_text().splitlines() if "?proxied" in line]
        if len(lines) == 3:
            break
        time.sleep(0.1)
    assert len(lines) == 3 and all(line.startswith("192.0.2.9 ") for line in lines), lines
    place.verb("stop")
    assert not any(path.exists() for path in sockets.values())


def stop_says_what_it_waits_for(place):
    place.verb("start")
    with socket.create_connection(("127.0.0.1", place.port)) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHo")
        time.sleep(0.3)
        text = place.verb("stop", lines=2)
        assert "finishes 1 request" in text, text
    assert "1 request has 10 s to finish; a second signal ends at once" in place.log.read_text()
    assert "event=stopping signal=SIGTERM requests=1" in place.log.read_text()


def one_handover_at_a_time(place):
    place.verb("start")
    first = place.pid()
    with place.takeover():
        assert "another restart is in progress" in place.verb("restart", code=1)
        place.get()
    logged(place, "event=handover-failed")  # the new server has ended
    place.get()
    assert place.pid() == first
    place.verb("restart")
    ended(first)
    place.get()


def term_during_a_handover_stops(place):
    place.verb("start")
    with place.takeover() as connection:
        first = place.pid()
        os.kill(first, signal.SIGTERM)
        logged(place, "SIGTERM: stopping")
        try:
            connection.sendall(b"serving\n")
            assert connection.recv(100).startswith(b"refused "), "handed over, although it stops"
        except (ConnectionResetError, BrokenPipeError):
            pass
        ended(first)
    assert not place.pid_file.exists()


def old_server_ends_during_a_handover(place, answer, early=False):
    """Plays the old server; returns the verb's exit code and its output.

    It answers when the new server serves, or early, and then ends before that says so.
    """
    listening = socket.create_server(("127.0.0.1", place.port))
    with open(place.pid_file, "w") as file, socket.socket(socket.AF_UNIX) as control:
        fcntl.lockf(file, fcntl.LOCK_EX)
        file.write(f"{os.getpid()}\n")
        file.flush()
        control.bind(str(place.control))
        control.listen()
        verb = subprocess.Popen(
            [place.launcher, "restart", *place.serving, place.site],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        while True:
            connection, _ = control.accept()
            line = connection.makefile().readline()
            if "handover" in line:
                break
            connection.close()
        name = f"socket own - 127.0.0.1:{place.port}\n".encode()
        socket.send_fds(connection, [name], [listening.fileno()])
        listening.close()
        connection.sendall(b"end\n" + (answer if early else b""))
        if early:
            connection.shutdown(socket.SHUT_RDWR)
        else:
            assert connection.makefile().readline() == "serving\n"
            connection.sendall(answer)
        connection.close()
        control.close()
        text = verb.communicate(timeout=TIMEOUT)[0]
    addresses = text.count("\n  ")
    assert text.count("\n") == 1 + addresses and (addresses > 0) == (verb.returncode == 0), text
    return verb.returncode, text


def new_server_ends_if_the_old_one_was_stopped(place):
    code, text = old_server_ends_during_a_handover(place, b"refused it stops\n")
    assert code == 1 and "stopped meanwhile" in text, f"{code} {text}"


def new_server_serves_if_the_old_one_was_killed(place):
    code, text = old_server_ends_during_a_handover(place, b"")
    assert code == 0, f"{code} {text}"
    place.get()
    place.verb("status", lines=2)


def killed_new_server_loses_nothing(place):
    place.verb("start")
    first = place.pid()
    for pause in (0.05, 0.15, 0.3):
        verb = subprocess.Popen(
            [place.launcher, "restart", *place.serving, place.site],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        new = None
        while new is None and verb.poll() is None:
            children = pathlib.Path(f"/proc/{verb.pid}/task")
            try:
                found = [c for t in children.iterdir() for c in (t / "children").read_text().split()]
            except FileNotFoundError:
                continue  # a thread has ended
            new = int(found[0]) if found else None
        time.sleep(pause)
        if place.pid() == first and new is not None:
            os.kill(new, signal.SIGKILL)
        verb.communicate(timeout=TIMEOUT)
        place.get()
        first = place.pid()


def passed(place, listening, names, *flags, environment=()):
    """Starts a server with sockets as a service manager does."""
    place.log.touch()
    child = os.fork()
    if child == 0:
        for i, each in enumerate(listening):
            os.dup2(each.fileno(), 200 + i, inheritable=False)
        for i in range(len(listening)):
            os.dup2(200 + i, 3 + i, inheritable=True)
        output = os.open(place.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.environ.update(
            LISTEN_FDS=str(len(listening)), LISTEN_PID=str(os.getpid()), LISTEN_FDNAMES=names)
        os.environ.update(dict(environment))
        os.execv(place.launcher, [place.launcher, *flags, *place.flags, place.site])
    return child


def sockets_of_a_parent(place):
    """Three sockets, one of them for the admin listener; then a restart, which keeps them."""
    path = place.directory / "web.sock"
    unix = socket.socket(socket.AF_UNIX)
    unix.bind(str(path))
    unix.listen()
    listening = [socket.create_server(("127.0.0.1", 0)), unix, socket.create_server(("127.0.0.1", 0))]
    place.port = listening[0].getsockname()[1]
    admin = listening[2].getsockname()[1]
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind("\0otus-acceptance-" + str(os.getpid()))
        manager.settimeout(20)
        notify = {"NOTIFY_SOCKET": "@otus-acceptance-" + str(os.getpid())}
        child = passed(place, listening, "web:web:admin", environment=notify)
        for each in listening:
            each.close()

        def told(text):
            message = manager.recv(4096).decode()
            assert text in message.split("\n"), message

        def works():
            place.get()
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(str(path))
                get(client)
            with socket.create_connection(("127.0.0.1", admin)) as client:
                client.sendall(b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n")
                assert client.recv(4096).startswith(b"HTTP/1.1 200 ")

        told("READY=1")
        works()
        place.verb("reload")
        told("RELOADING=1")
        told("READY=1")
        first = place.pid()
        place.verb("restart", *place.flags, place.site)
        told(f"MAINPID={place.pid()}")
        told("READY=1")
        assert os.waitpid(child, 0) == (first, 0)
        works()
        place.verb("stop")
        told("STOPPING=1")
    assert path.exists(), "the file belongs to the parent"


def socket_that_no_flag_names(place):
    listening = socket.create_server(("127.0.0.1", 0))
    child = passed(place, [listening], "web", f"--listen=127.0.0.1:{place.port}")
    logged(place, f"closed the inherited socket 127.0.0.1:{listening.getsockname()[1]}: not used")
    place.get()
    os.kill(child, signal.SIGTERM)
    assert os.waitpid(child, 0)[1] == 0


def systemd_socket_activate(place):
    tool = shutil.which("systemd-socket-activate")
    if tool is None:
        return
    ports = []
    for _ in range(2):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            ports.append(probe.getsockname()[1])
    for used in (ports[:1], ports):
        listen = [f"--listen=127.0.0.1:{port}" for port in used]
        with open(place.log, "ab") as log:
            server = subprocess.Popen(
                [tool, *listen, place.launcher, place.site], stdout=log, stderr=log)
        try:
            for port in used:
                place.port = port
                for _ in range(100):
                    try:
                        place.get()
                        break
                    except ConnectionRefusedError:
                        time.sleep(0.1)
                place.get()
        finally:
            server.terminate()
        assert server.wait(TIMEOUT) == 0


def reading_the_pid_file_keeps_its_lock(place):
    """A server that sends its own pid file opens and closes it."""
    place.pid_file = place.site / "otus.pid"
    place.control = place.site / "otus.pid.sock"
    place.flags = [f"--pid-file={place.pid_file}"]
    place.serving[:1] = place.flags
    place.verb("start")
    with socket.create_connection(("127.0.0.1", place.port), 10) as client:
        client.sendall(b"GET /otus.pid HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        answer = b"".join(iter(lambda: client.recv(4096), b""))
    assert answer.endswith(b"\r\n\r\n%d\n" % place.pid()), answer
    place.verb("status", lines=2)
    place.verb("stop")


def control_socket_survives_a_lack_of_descriptors(place):
    place.verb("start")
    pid = place.pid()
    used = len(os.listdir(f"/proc/{pid}/fd"))
    before = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (used + 4, before[1]))
    silent = []
    for _ in range(12):
        each = socket.socket(socket.AF_UNIX)
        each.connect(str(place.control))
        silent.append(each)
    time.sleep(0.5)
    for each in silent:
        each.close()
    place.verb("status", lines=2)
    resource.prlimit(pid, resource.RLIMIT_NOFILE, before)
    place.verb("restart")


def silent_control_connections_are_bounded(place):
    place.verb("start")
    pid = place.pid()
    threads = len(os.listdir(f"/proc/{pid}/task"))
    silent = []
    for _ in range(200):
        each = socket.socket(socket.AF_UNIX)
        each.connect(str(place.control))
        each.settimeout(20)
        silent.append(each)
    assert silent[-1].recv(1) == b"", "no bound"
    assert len(os.listdir(f"/proc/{pid}/task")) < threads + 40
    assert silent[0].recv(1) == b"", "no time limit"
    place.verb("status", lines=2)


def refusal_that_came_early_counts(place):
    """The old server was stopped, and ends while the new one still starts."""
    code, text = old_server_ends_during_a_handover(place, b"refused it stops\n", early=True)
    assert code == 1 and "stopped meanwhile" in text, f"{code} {text}"


def stopping_server_hands_nothing_over(place):
    place.verb("start")
    with socket.create_connection(("127.0.0.1", place.port)) as client, \
            socket.socket(socket.AF_UNIX) as new:
        client.sendall(b"GET / HTTP/1.1\r\nHo")
        time.sleep(0.3)
        os.kill(place.pid(), signal.SIGTERM)
        logged(place, "SIGTERM: stopping")
        new.settimeout(10)
        new.connect(str(place.control))
        new.sendall(b"otus-control 1 handover\n")
        assert new.recv(4096).startswith(b"refused "), "passed sockets, although it stops"


def service_manager_that_hangs(place):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager, \
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as other:
        name = f"otus-acceptance-full-{os.getpid()}"
        manager.bind("\0" + name)
        other.connect("\0" + name)
        other.setblocking(False)
        try:
            while True:
                other.send(b"x")
        except BlockingIOError:
            pass
        child = passed(place, [], "", f"--port={place.port}", environment={"NOTIFY_SOCKET": "@" + name})
        logged(place, "service-manager-unreachable")
        place.get()
        os.kill(child, signal.SIGTERM)
        ended(child)
        assert os.waitpid(child, 0)[1] == 0


def variables_that_make_no_sense(place):
    variables = {"NOTIFY_SOCKET": "", "LISTEN_FDS": "5000"}
    child = passed(place, [], "", f"--port={place.port}", environment=variables)
    for _ in range(100):
        if place.control.exists():
            break
        time.sleep(0.1)
    place.get()
    text = place.log.read_text()
    assert "unreachable" not in text and text.count("ignored descriptor") == 1, text
    os.kill(child, signal.SIGTERM)
    assert os.waitpid(child, 0)[1] == 0


def restart_without_room_for_its_files(place):
    """What the new server cannot create, it must not miss after the handover only."""
    place.verb("start")
    first = place.pid()
    obstacle = place.directory / "otus.pid.sock.new" / "x"
    obstacle.mkdir(parents=True)
    text = place.verb("restart", code=1)
    assert "cannot create the control socket" in text, text
    assert place.pid() == first
    place.get()
    shutil.rmtree(obstacle.parent)
    before = sorted(os.listdir(place.directory))
    place.verb("restart")
    ended(first)
    end = time.monotonic() + TIMEOUT
    while sorted(os.listdir(place.directory)) != before:  # the new server may not have named its socket
        assert time.monotonic() < end, sorted(os.listdir(place.directory))
        time.sleep(0.02)


def start_on_a_full_disk_leaves_nothing(place):
    """Needs the right to mount."""
    full = place.directory / "full"
    full.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(full)]
    if shutil.which("mount") is None or subprocess.run(mount, capture_output=True).returncode != 0:
        return
    try:
        try:
            with open(full / "x", "wb", buffering=0) as file:
                while True:
                    file.write(bytes(4096))
        except OSError:
            pass
        place.verb("start", f"--pid-file={full}/otus.pid", "--port=0", place.site, code=1)
        left = sorted(os.listdir(full))
        assert left == ["otus.log", "x"], left
    finally:
        subprocess.run(["umount", "-l", str(full)], check=True)


def unix_sockets_follow_the_new_settings(place):
    path = place.directory / "web.sock"
    admin = place.directory / "admin.sock"
    both = [f"--listen=unix:{path}", f"--admin=unix:{admin}"]

    def works():
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(path))
            get(client)

    place.verb("start", *place.flags, *both, place.site)
    works()
    wrong = f"--listen=unix:{place.directory}/missing/x.sock"
    place.verb("restart", *place.flags, *both, wrong, place.site, code=2)
    works()
    place.verb("restart", *place.flags, f"{both[0]},mode=0666", both[1], place.site)
    assert path.stat().st_mode & 0o777 == 0o666, oct(path.stat().st_mode)
    assert admin.stat().st_mode & 0o777 == 0o600, oct(admin.stat().st_mode)
    works()
    path.unlink()
    place.verb("restart", *place.flags, *both, place.site)
    works()
    place.verb("restart")
    place.get()
    assert not path.exists() and not admin.exists()


def main():
    check, launcher, directory = sys.argv[1:]
    place = Place(launcher, directory)
    try:
        globals()[check](place)
    finally:
        place.stop()


if __name__ == "__main__":
    main()
