"""The files that are served, in a temporary directory. They are made when a case asks for them."""

import gzip
import os
import pathlib
import random
import subprocess
import time

KIB, MIB = 2**10, 2**20
PER_DIRECTORY = 1000

# The time of files that were published before. A file of the last minute is likely to change while
# it is sent, so otus-server copies it (docs/serving-files.md).
DAY_OLD = time.time() - 24 * 60 * 60


class Site:
    def __init__(self, directory):
        self.root = pathlib.Path(directory) / "site"
        self.root.mkdir(mode=0o755)
        self.files = 0  # of the tree

    def file(self, size):
        """Its URL path. The bytes do not repeat, so that shifted or mixed ones are noticed."""
        path = self.root / f"{size}.bin"
        if not path.exists():
            block = random.Random(size).randbytes(min(size, MIB))
            with open(path, "wb") as out:
                for at in range(0, size, MIB):
                    out.write(block[: size - at])
            os.utime(path, (DAY_OLD, DAY_OLD))
        return f"/{path.name}"

    def page(self):
        """A page of 64 KiB with its gzip copy beside it."""
        path = self.root / "page.html"
        if not path.exists():
            text = "".join(f"<p>Line {number} of a page\n" for number in range(KIB * 64 // 24))
            path.write_text(text)
            copy = self.root / "page.html.gz"
            copy.write_bytes(gzip.compress(text.encode(), mtime=0))
            os.utime(copy, ns=(path.stat().st_mtime_ns,) * 2)
        return "/page.html"

    def tree(self, count):
        """Makes /f/DDDD/NNN.bin for the numbers below count. Returns the path of the first."""
        content = b"y" * 104
        for number in range(self.files, count):
            if number % PER_DIRECTORY == 0:
                directory = self.root / f"f/{number // PER_DIRECTORY:04}"
                directory.mkdir(parents=True, exist_ok=True)
            name = f"{self.root}/f/{number // PER_DIRECTORY:04}/{number % PER_DIRECTORY:03}.bin"
            descriptor = os.open(name, os.O_WRONLY | os.O_CREAT, 0o644)
            os.write(descriptor, content)
            os.close(descriptor)
        if self.files < count:
            os.sync()  # or the first round would pay for it
        self.files = max(self.files, count)
        return "/f/0000/000.bin"

    def remove(self):
        """Before the temporary directory goes: Python takes minutes for a million files."""
        subprocess.run(["rm", "-rf", str(self.root)], check=True)

    def read(self, path):
        return (self.root / path[1:]).read_bytes()


def certificate(directory):
    """Makes cert.pem and key.pem, on P-256, in the directory."""
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
    command += f" -keyout {directory}/key.pem -out {directory}/cert.pem -subj /CN=localhost"
    command += " -addext subjectAltName=DNS:localhost,IP:127.0.0.1"
    subprocess.run(command.split(), check=True, capture_output=True)
    for name in "key.pem", "cert.pem":
        os.chmod(f"{directory}/{name}", 0o644)  # of a server that runs as another user
