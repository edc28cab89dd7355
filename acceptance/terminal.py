"""Checks of a server on a terminal: terminal.py LAUNCHER DIR CHECK. The part `terminal` runs it."""

import os
import pty
import re
import select
import socket
import sys
import time
import urllib.error
import urllib.request

LAUNCHER, DIRECTORY, CHECK = sys.argv[1:]
CTRL_C = b"\x03"


class Terminal:
    """A server with a terminal of its own."""

    def __init__(self, *arguments, **environment):
        self.text = ""
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update(environment)
            os.execv(LAUNCHER, [LAUNCHER, DIRECTORY, *arguments])
        self.until("Stop with Ctrl-C")
        self.port = int(re.search(r"http://[\w.]+:(\d+)/", self.text).group(1))

    def until(self, wanted):
        """Reads until a text has been shown."""
        end = time.monotonic() + 20
        while wanted not in self.text:
            assert time.monotonic() < end, self.text
            if select.select([self.fd], [], [], 1)[0]:
                self.text += os.read(self.fd, 65536).decode()

    def status(self):
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{self.port}/").status
        except urllib.error.HTTPError as e:
            return e.code

    def press(self, key):
        os.write(self.fd, key)

    def end(self):
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def listed():
    server = Terminal("0")
    assert server.status() == 200
    assert "directories are listed" in server.text, server.text
    server.until("GET /")
    server.press(CTRL_C)
    server.until("0 requests have 30 s to finish; a second Ctrl-C ends at once")
    assert server.end() == 0


def not_listed():
    server = Terminal("0", "--bind", "0.0.0.0")
    assert server.status() == 404
    assert "use --listing" in server.text, server.text
    server.press(CTRL_C)
    assert server.end() == 0


def browser():
    program = os.path.join(os.path.dirname(DIRECTORY), "browser")
    with open(program, "w") as file:
        file.write(f'#!/bin/sh\necho "$$ $1" >"{program}.out.new"\n')
        file.write(f'mv "{program}.out.new" "{program}.out"; exec sleep 60\n')
    os.chmod(program, 0o755)
    server = Terminal("0", "--open", BROWSER=program)
    end = time.monotonic() + 20
    while not os.path.exists(program + ".out"):
        assert time.monotonic() < end, server.text
        time.sleep(0.05)
    with open(program + ".out") as file:
        pid, url = file.read().split()
    try:
        assert url == f"http://127.0.0.1:{server.port}/", url
        server.press(CTRL_C)
        assert server.end() == 0
        os.kill(int(pid), 0)  # it still runs
    finally:
        os.kill(int(pid), 9)


def twice():
    server = Terminal("0")
    with socket.create_connection(("127.0.0.1", server.port)) as client:
        client.sendall(b"GET /big HTTP/1.1\r\nHost: localhost\r\n\r\n")
        time.sleep(0.5)
        server.press(CTRL_C)
        server.until("1 request has 30 s to finish")
        server.press(CTRL_C)
        server.until("1 request was aborted")
        server.until("server_closed")  # its line in the access log
        assert server.end() == 130


{"listed": listed, "not_listed": not_listed, "browser": browser, "twice": twice}[CHECK]()
