#!/usr/bin/env python3
"""Opens the status page in headless Chromium while wrk runs, checks it, and takes screenshots.

For each width and colour scheme: no console message, no failed request, the page live, and no
content wider than the window. The page must show about the request rate that wrk counts. Once more
without scripts. The screenshots are to be looked at.

    tools/status-screenshots.py [--output DIRECTORY] [--page-seconds 6]

Needs wrk, chromium, and the image that `mvn package` makes. CI does not run it: Chromium is large.
"""

import argparse
import base64
import json
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).parent.parent
IMAGE = ROOT / "server-app/target/otus-server/bin/otus-server"
VIEWS = [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]


class Chromium:
    """A browser that is controlled through a pair of pipes, in messages that end with a zero byte."""

    def __init__(self, directory):
        to_read, self.to = os.pipe()
        self.source, from_write = os.pipe()

        def connect():
            # Above 10 first: a descriptor that is 3 or 4 already would be closed by the other dup2.
            os.dup2(to_read, 20)
            os.dup2(from_write, 21)
            os.dup2(20, 3)
            os.dup2(21, 4)

        self.process = subprocess.Popen(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
             "--no-first-run", f"--user-data-dir={directory}", "about:blank"],
            preexec_fn=connect, close_fds=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(from_write)
        self.number, self.buffer, self.events = 0, b"", []

    def call(self, method, session=None, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self.to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.read()
            if answer.get("id") == self.number:
                if "error" in answer:
                    raise SystemExit(f"{method}: {answer['error']}")
                return answer["result"]
            self.events.append(answer)

    def read(self):
        while b"\0" not in self.buffer:
            piece = os.read(self.source, 1 << 20)
            if not piece:
                raise SystemExit("chromium ended")
            self.buffer += piece
        message, self.buffer = self.buffer.split(b"\0", 1)
        return json.loads(message)

    def open(self, url, width, scheme, scripts=True):
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.call(f"{domain}.enable", session)
        self.call("Emulation.setDeviceMetricsOverride", session, width=width, height=900,
                  deviceScaleFactor=1, mobile=width < 600)
        self.call("Emulation.setEmulatedMedia", session,
                  features=[{"name": "prefers-color-scheme", "value": scheme}])
        self.call("Emulation.setScriptExecutionDisabled", session, value=not scripts)
        self.events.clear()
        self.call("Page.navigate", session, url=url)
        return target, session

    def value(self, session, expression):
        answer = self.call("Runtime.evaluate", session, expression=expression, returnByValue=True)
        return answer["result"].get("value")

    def screenshot(self, session, path):
        size = self.call("Page.getLayoutMetrics", session)["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": size["height"], "scale": 1}
        data = self.call("Page.captureScreenshot", session, clip=clip, captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(data["data"]))

    def complaints(self):
        """The console messages, exceptions and failed requests since the page was opened."""
        bad = ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded")
        return [
            event for event in self.events
            if event.get("method") in bad
            or (event.get("method") == "Network.loadingFailed" and not event["params"].get("canceled"))
            or (event.get("method") == "Network.responseReceived"
                and event["params"]["response"]["status"] >= 400)
        ]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--output", type=pathlib.Path, default=pathlib.Path("/tmp/status"))
    parser.add_argument("--page-seconds", type=int, default=6)
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    server = subprocess.Popen(
        [IMAGE, "--root", ROOT / "examples/site", "--port", "8131", "--admin", "8132"],
        stdout=subprocess.DEVNULL,
    )
    failures = []
    load = browser = None
    with tempfile.TemporaryDirectory() as directory:
        try:
            wait("http://127.0.0.1:8132/health/ready")
            seconds = (options.page_seconds + 6) * (len(VIEWS) + 1)
            load = subprocess.Popen(
                ["wrk", "-t1", "-c20", f"-d{seconds}s", "http://127.0.0.1:8131/"],
                stdout=subprocess.PIPE, text=True,
            )
            for path in ("missing<b>x", "%ff", "deep/" * 60):
                subprocess.run(["curl", "-s", "-o", "/dev/null", f"http://127.0.0.1:8131/{path}"])
            browser = Chromium(directory)
            failures = check(browser, options)
        finally:
            for process in (browser and browser.process, load, server):
                if process:
                    process.send_signal(signal.SIGTERM)
                    process.wait(timeout=30)
    for failure in failures:
        print("FAIL ", failure)
    print(f"{len(failures)} failures; look at {options.output}")
    raise SystemExit(bool(failures))


def check(browser, options):
    failures = []
    for width, scheme in VIEWS:
        name = f"{width}-{scheme}"
        target, session = browser.open("http://127.0.0.1:8132/status", width, scheme)
        before, began = total(), time.monotonic()
        time.sleep(options.page_seconds)
        rate = (total() - before) / (time.monotonic() - began)
        shown = number(browser.value(session, "document.querySelector('[data-text=rate]').textContent"))
        print(f"{name}: the page shows {shown:.0f} requests/s, the counter {rate:.0f}")
        if not 0.5 < shown / max(rate, 1) < 2:
            failures.append(f"{name}: shows {shown} requests/s, but there are {rate}")
        if browser.value(session, "document.getElementById('live').textContent") != "live":
            failures.append(f"{name}: the page is not live")
        wide = browser.value(session, "document.documentElement.scrollWidth")
        if wide > width:
            failures.append(f"{name}: the page is {wide} pixels wide")
        browser.screenshot(session, options.output / f"status-{name}.png")
        failures += [f"{name}: {event}" for event in browser.complaints()]
        browser.call("Target.closeTarget", targetId=target)
    target, session = browser.open("http://127.0.0.1:8132/status", 390, "light", scripts=False)
    time.sleep(7)
    browser.screenshot(session, options.output / "status-without-script.png")
    return failures


def total():
    text = urllib.request.urlopen("http://127.0.0.1:8132/metrics").read().decode()
    return sum(map(float, re.findall(r"^otus_request_ends_total\{.*\} (.*)$", text, re.M)))


def number(text):
    return float(text.removesuffix("/s").replace(",", "").replace("–", "0"))


def wait(url):
    for _ in range(100):
        try:
            return urllib.request.urlopen(url, timeout=1).read()
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"no answer from {url}")


if __name__ == "__main__":
    main()
