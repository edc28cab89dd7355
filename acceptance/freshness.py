#!/usr/bin/env python3
"""Changes files between requests, and checks that no answer is older: freshness.py PORT SITE ROUNDS [SEED].

The server needs --compress --clean-urls --listing --spa=app.html --index index.html,index.htm.
"""

import gzip
import http.client
import os
import random
import shutil
import sys
from pathlib import Path

SMALL = ["plain.bin", "text.txt", "page.html", "docs/index.html", "docs/index.htm", "about", "about.html",
         "404.html", "app.html", "one/x.txt", "two/x.txt", "a.txt", "b.txt", "list/entry"]
LARGE = ["large.bin"]


class Checker:
    def __init__(self, port, site, seed):
        self.site = site
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        self.random = random.Random(seed)
        self.version = 0
        self.tags = {}
        self.asked = 0

    def text(self, name):
        self.version += 1
        size = 200_000 if name in LARGE else self.random.choice([30, 3_000, 3_000])
        return (f"{name} {self.version:09};" * (size // 10))[:size].encode()

    def change(self):
        name = "large.bin" if self.random.random() < 0.02 else self.random.choice(SMALL)
        file = self.site / name
        kind = self.random.randrange(9)
        if kind == 0:
            file.unlink(missing_ok=True)
        elif kind == 1 and file.exists():
            os.truncate(file, 10)
        elif kind == 2 and file.exists():  # the same size and time
            before = file.stat()
            file.write_bytes(self.text(name)[: before.st_size].ljust(before.st_size, b"."))
            os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
        elif kind == 3:
            (self.site / "one").rename(self.site / ".away")
            (self.site / "two").rename(self.site / "one")
            (self.site / ".away").rename(self.site / "two")
        elif kind == 4:
            self.link("link.txt", self.random.choice(["a.txt", "b.txt", "none.txt"]))
            self.link("current", self.random.choice(["one", "two"]))
        elif kind == 5:
            packed = self.site / "page.html.gz"
            if packed.exists() and self.random.random() < 0.5:
                packed.unlink()
            elif (self.site / "page.html").exists():
                packed.write_bytes(gzip.compress((self.site / "page.html").read_bytes()))
        elif kind == 6:
            (self.site / ".next").write_bytes(self.text(name))
            (self.site / ".next").rename(file)
        else:
            file.write_bytes(self.text(name))
        if name == "page.html" and kind not in (3, 4, 5):
            (self.site / "page.html.gz").unlink(missing_ok=True)

    def link(self, name, target):
        os.symlink(target, self.site / ".next")
        (self.site / ".next").rename(self.site / name)

    def get(self, path, **headers):
        self.asked += 1
        fields = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request("GET", path, headers=fields)
        response = self.connection.getresponse()
        body = response.read()
        if response.getheader("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        return response, body

    def content(self, *names):
        """The content of the first file that exists, or None."""
        for name in names:
            if (self.site / name).is_file():
                return (self.site / name).read_bytes()
        return None

    def expect(self, path, content, missing=404, **headers):
        response, body = self.get(path, **headers)
        where = f"{path} {headers} after version {self.version}"
        if content is None:
            assert response.status == missing, (where, response.status)
            page = self.content("404.html")
            assert page is None or body == page, (where, body[:60], page[:60])
            return
        assert response.status == 200, (where, response.status)
        assert body == content, (where, body[:60], content[:60], len(body), len(content))
        self.tags[path] = (response.getheader("ETag"), content)

    def part(self, path, content):
        response, body = self.get(path, Range="bytes=5-24")
        if content is not None and len(content) > 5:
            assert response.status == 206 and body == content[5:25], (path, body, content[5:25])

    def condition(self, path, content):
        tag, seen = self.tags.get(path, (None, None))
        if tag is None or content is None:
            return
        response, body = self.get(path, If_None_Match=tag)
        assert response.status == (304 if content == seen else 200), (path, tag, response.status)
        assert content == seen or body == content, (path, body[:60], content[:60])
        if not tag.startswith("W/") and len(content) > 9:  # a file that was just published can be resumed
            response, body = self.get(path, Range="bytes=5-", If_Range=tag)
            assert response.status == (206 if content == seen else 200), (path, tag, response.status)
            assert body == (content[5:] if content == seen else content), (path, body[:60])

    def compare(self):
        path, names = self.random.choice([
            ("/plain.bin", ["plain.bin"]), ("/text.txt", ["text.txt"]), ("/page.html", ["page.html"]),
            ("/page", ["page.html", "app.html"]), ("/large.bin", ["large.bin"]), ("/docs/", ["docs/index.html", "docs/index.htm"]),
            ("/about", ["about", "about.html", "app.html"]), ("/link.txt", ["link.txt"]), ("/current/x.txt", ["current/x.txt"]),
            ("/one/x.txt", ["one/x.txt"]), ("/nothing.txt", []), ("/route", ["app.html"]), ("/list/", []),
        ])
        content = self.content(*names)
        if path == "/list/":
            _, body = self.get(path, Accept="application/json")
            size = (self.site / "list/entry").stat().st_size if (self.site / "list/entry").exists() else None
            assert (size is None) == (b'"entry"' not in body), body
            assert size is None or str(size).encode() in body, (size, body)
            return
        if path == "/docs/" and content is None:
            return  # a listing
        accept = {"Accept": "text/html"} if path == "/route" else {}
        kind = self.random.randrange(4)
        if kind == 0:
            self.expect(path, content, **accept)
        elif kind == 1:
            self.expect(path, content, Accept_Encoding="gzip", **accept)
            self.tags.pop(path, None)  # that of another representation
        elif kind == 2 and path != "/route":
            self.part(path, content)
        elif path != "/route":
            self.condition(path, content)


def main(port, site, rounds, seed=1):
    checker = Checker(int(port), Path(site), int(seed))
    for directory in ("docs", "one", "two", "list"):
        (checker.site / directory).mkdir(exist_ok=True)
    for name in SMALL + LARGE:
        (checker.site / name).write_bytes(checker.text(name))
    checker.link("link.txt", "a.txt")
    checker.link("current", "one")
    for _ in range(int(rounds)):
        checker.change()
        for _ in range(checker.random.randrange(1, 4)):
            checker.compare()
    print(rounds, "changes,", checker.asked, "requests, none older")


main(*sys.argv[1:])
