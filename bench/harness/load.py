"""The load generators, and requests whose answers are checked."""

import http.client
import re
import socket
import ssl
import subprocess
import tempfile
import time

from . import build
from .server import Failed

UNITS = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30, "T": 2**40}
UNCHECKED = ssl.create_default_context()
UNCHECKED.check_hostname, UNCHECKED.verify_mode = False, ssl.CERT_NONE


def get(server, path, headers=None, tls=False):
    """Status, headers and body."""
    if tls:
        port = server.place.tls_port
        connection = http.client.HTTPSConnection("127.0.0.1", port, timeout=30, context=UNCHECKED)
    else:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    try:
        connection.request("GET", path, headers=headers or {})
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    except (OSError, http.client.HTTPException) as e:
        server.expect_alive()
        raise Failed(f"{path}: {e!r}") from e
    finally:
        connection.close()


def expect(server, path, headers, status, body, tls=False):
    got, _, content = get(server, path, headers, tls)
    if got != status:
        raise Failed(f"{path} is answered with {got}, not {status}")
    if content != body:
        raise Failed(f"{path} has {len(content)} other bytes, not {len(body)}")


def run(command, seconds):
    """Runs a load generator and returns its output. It inherits the processor of this process."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 30)
    except subprocess.TimeoutExpired as e:
        raise Failed(f"{command[0]} does not end") from e
    if done.returncode != 0:
        said = (done.stderr.strip() or done.stdout.strip())[-300:]
        raise Failed(f"{command[0]} ends with {done.returncode}: {said}")
    return done.stdout


def found(pattern, text):
    match = re.search(pattern, text)
    if not match:
        raise Failed(f"no {pattern!r} in: {text[-300:]}")
    return match


def wrk(server, path, seconds, connections=100, headers=None, script="", size=0):
    """Requests, seconds and trouble. With a size, counts in bytes: of large files, many are not
    complete at the end."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s"]
    for name, value in (headers or {}).items():
        command += ["-H", f"{name}: {value}"]
    command.append(f"http://127.0.0.1:{server.port}{path}")
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        if script:
            file.write(script)
            file.flush()
            command[1:1] = ["-s", file.name]
        output = run(command, seconds)
    trouble = re.search(r"Socket errors.*|Non-2xx.*", output)
    line = found(r"(\d+) requests in ([\d.]+)(m?s), ([\d.]+)([KMGT]?)B read", output)
    count = int(line[1])
    elapsed = float(line[2]) / (1000 if line[3] == "ms" else 1)
    if size:
        count = float(line[4]) * UNITS[line[5]] / size
    return count, elapsed, trouble and trouble[0]


def pipelined(path, depth):
    """A script for wrk: this many requests in one write."""
    return f"""
function init() all = string.rep(wrk.format("GET", "{path}"), {depth}) end
function request() return all end
"""


def spread(count):
    """A script for wrk: the files of site.tree in an order without a pattern, another one each second.

    The factor is that of Park and Miller: the numbers of Lua are exact up to 2^53 only, so with a
    larger one the order would repeat itself after some thousand files.
    """
    return f"""
local at, host = os.time() % 1000000 + 1, nil
function init() host = wrk.headers["Host"] end
function request()
  at = at * 16807 % 2147483647
  local number = math.floor(at / 2147483647 * {count})
  return string.format("GET /f/%04d/%03d.bin HTTP/1.1\\r\\nHost: %s\\r\\n\\r\\n",
    math.floor(number / 1000), number % 1000, host)
end
"""


def ab(server, path, seconds):
    """HTTP/1.0, a connection for each request."""
    url = f"http://127.0.0.1:{server.port}{path}"
    output = run(["ab", "-q", "-c100", f"-t{seconds}", "-n10000000", url], seconds)
    count = int(found(r"Complete requests:\s+(\d+)", output)[1])
    failed = int(found(r"Failed requests:\s+(\d+)", output)[1])
    elapsed = float(found(r"Time taken for tests:\s+([\d.]+)", output)[1])
    return count, elapsed, failed and f"{failed} failed"


def h2load(server, path, arguments, tls, h2, seconds=0, count=0):
    """For some seconds, or a number of requests."""
    port = server.place.tls_port if tls else server.h2_port if h2 else server.port
    scheme = "https" if tls else "http"
    amount = f"-n{count}" if count else f"-D{seconds}"
    begin = time.monotonic()
    output = run(["h2load", amount, *arguments, f"{scheme}://127.0.0.1:{port}{path}"], seconds)
    elapsed = time.monotonic() - begin if count else seconds
    done = int(found(r"(\d+) succeeded", output)[1])
    bad = found(r"(\d+) failed, (\d+) errored", output)
    return done, elapsed, bad.groups() != ("0", "0") and bad[0]


def handshakes(server, arguments, seconds):
    """Connections that openssl makes one after the other, each with one request."""
    command = ["openssl", "s_time", *arguments, "-connect", f"127.0.0.1:{server.place.tls_port}"]
    output = run([*command, "-www", "/104.bin", "-time", str(seconds)], seconds)
    line = found(r"(\d+) connections in (\d+) real", output)
    return int(line[1]), seconds, None


def open_loop(server, path, rate, seconds, connections=100):
    """Latencies in ms, by name; trouble."""
    command = [build.program("open-loop"), str(server.port), path, str(connections)]
    output = run([*command, f"{rate:.0f}", str(seconds)], seconds)
    *micros, answers, missing = map(float, output.split())
    names = ["p50", "p90", "p99", "p999", "max", "late"]
    figures = {name: value / 1000 for name, value in zip(names, micros)}
    due = answers + missing
    return figures, missing > due / 100 and f"{missing:.0f} of {due:.0f} not answered in time"


def idle_connections(server, path, count):
    """Opens connections that have had one answer each, and keeps them open."""
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    kept = []
    try:
        for _ in range(count):
            connection = socket.create_connection(("127.0.0.1", server.port), timeout=10)
            kept.append(connection)
            connection.sendall(request)
            if not connection.recv(4096).startswith(b"HTTP/1.1 200"):
                raise Failed(f"not 200 on connection {len(kept)}")
    except OSError as e:
        close(kept)
        raise Failed(f"connection {len(kept)}: {e}") from e
    return kept


def close(connections):
    for each in connections:
        each.close()
