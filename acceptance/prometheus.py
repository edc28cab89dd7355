"""Lets a real Prometheus scrape a server: prometheus.py PORT ADMIN_PORT DIRECTORY.

Sends known requests, and compares the numbers of Prometheus with those that the clients counted.
"""

import http.client
import json
import re
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

CONFIG = """
global:
  scrape_interval: 1s
scrape_configs:
  - job_name: otus-server
    static_configs:
      - targets: ["127.0.0.1:{port}"]
"""


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def main(port, admin, directory):
    directory = Path(directory)
    own = free_port()
    (directory / "prometheus.yml").write_text(CONFIG.format(port=admin))
    prometheus = subprocess.Popen(
        ["prometheus", f"--config.file={directory}/prometheus.yml",
         f"--storage.tsdb.path={directory}/data", f"--web.listen-address=127.0.0.1:{own}",
         "--log.level=error"]
    )
    try:
        expected = traffic(int(port))
        for name, wanted in expected.items():
            print(name, wanted)
        compare(own, expected)
    finally:
        prometheus.terminate()
        prometheus.wait(timeout=10)


def traffic(port):
    """Sends requests, and returns what Prometheus should find."""
    counts = {"2xx": 0, "3xx": 0, "4xx": 0}
    size = 0
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    cases = [("/index.html", {}), ("/offsets.txt", {"Range": "bytes=0-99"}), ("/missing", {}),
             ("/offsets.txt", {"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"})]
    for _ in range(250):
        for path, headers in cases:
            client.request("GET", path, headers=headers)
            response = client.getresponse()
            size += len(response.read())
            counts[f"{response.status // 100}xx"] += 1
    client.close()
    connections = 1
    for _ in range(7):  # refused before a handler sees them
        with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
            connection.sendall(b"GARBAGE\r\n\r\n")
            answer = b""
            while piece := connection.recv(65536):
                answer += piece
        assert answer.startswith(b"HTTP/1.1 400"), answer
        size += len(answer.split(b"\r\n\r\n", 1)[1])
        counts["4xx"] += 1
        connections += 1
    ab = subprocess.run(
        ["ab", "-q", "-k", "-n", "20000", "-c", "20", f"http://127.0.0.1:{port}/offsets.txt"],
        capture_output=True, text=True, check=True,
    ).stdout
    done = int(re.search(r"Complete requests: +(\d+)", ab).group(1))
    assert not int(re.search(r"Failed requests: +(\d+)", ab).group(1)), ab
    counts["2xx"] += done
    size += int(re.search(r"HTML transferred: +(\d+)", ab).group(1))
    total = sum(counts.values())
    expected = {f'sum(otus_requests_total{{code="{code}"}})': n for code, n in counts.items()}
    return expected | {
        "sum(otus_requests_total)": total,
        "sum(otus_request_duration_seconds_count)": total,
        'sum(otus_request_duration_seconds_bucket{le="+Inf"})': total,
        "sum(otus_response_body_bytes_total)": size,
        'sum(otus_request_ends_total{end="refused"})': 7,
        "sum(otus_connections_accepted_total) >= bool %d" % (connections + 20): 1,
        "sum(otus_handler_failures_total)": 0,
        "sum(otus_static_cache_hits_total) + sum(otus_static_cache_misses_total)": total - 7,
        'min(up{job="otus-server"})': 1,
        "count(otus_build_info)": 1,
    }


def query(port, text):
    url = f"http://127.0.0.1:{port}/api/v1/query?" + urllib.parse.urlencode({"query": text})
    try:
        result = json.load(urllib.request.urlopen(url, timeout=5))["data"]["result"]
    except OSError:
        return None
    return float(result[0]["value"][1]) if result else None


def compare(port, expected):
    """Waits until Prometheus has scraped the last request, at most ten seconds."""
    wrong = {}
    for _ in range(50):
        found = {name: query(port, name) for name in expected}
        wrong = {name: found[name] for name in expected if found[name] != expected[name]}
        if not wrong:
            return
        time.sleep(0.2)
    raise SystemExit(f"Prometheus has other numbers: {wrong}")


if __name__ == "__main__":
    main(*sys.argv[1:])
