#!/usr/bin/env python3
"""Builds an OCI image as a tar, without an engine: build.py VERSION IMAGE OUTPUT EPOCH.

The root file system has the runtime image, the libraries that it needs, and no shell. The
libraries are those of the machine that builds. Layers, from those that change seldom to those that
change with each version: libraries and accounts; the native part of the Java runtime; the program.
"""
import gzip
import hashlib
import io
import json
import os
import platform
import re
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

HOME = "usr/lib/otus-server"
USER = 65532
SETTINGS = "etc/otus-server/otus-server.toml"

# Files of the runtime image that change with each version of the server.
PROGRAM = re.compile(r"lib/modules|lib/classlist|lib/server/.*\.aot|bin/otus-server|release|share/.*")

ACCOUNTS = {
    "etc/passwd": f"root:x:0:0:root:/:/nologin\notus-server:x:{USER}:{USER}::/:/nologin\n",
    "etc/group": f"root:x:0:\notus-server:x:{USER}:\n",
    "etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
}


class Layer:
    """A tar of files, sorted, with fixed times and owners."""

    def __init__(self, epoch):
        self.epoch = epoch
        self.entries = {}

    def directory(self, path, mode=0o755):
        entry = tarfile.TarInfo(path)
        entry.type, entry.mode = tarfile.DIRTYPE, mode
        self.entries[path] = (entry, None)

    def link(self, path, target):
        self.parents(path)
        entry = tarfile.TarInfo(path)
        entry.type, entry.linkname, entry.mode = tarfile.SYMTYPE, target, 0o777
        self.entries[path] = (entry, None)

    def file(self, path, content, mode=0o644):
        self.parents(path)
        entry = tarfile.TarInfo(path)
        entry.size, entry.mode = len(content), mode
        self.entries[path] = (entry, content)

    def parents(self, path):
        for parent in reversed(Path(path).parents[:-1]):
            if str(parent) not in self.entries:
                self.directory(str(parent))

    def tar(self):
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as tar:
            for _, (entry, content) in sorted(self.entries.items()):
                entry.mtime = self.epoch
                tar.addfile(entry, io.BytesIO(content) if content is not None else None)
        return out.getvalue()


def elf(path):
    with open(path, "rb") as file:
        return file.read(4) == b"\x7fELF"


def libraries(image):
    """Returns the libraries of the system that the image needs, by the paths that it looks for."""
    found = {}
    for path in sorted(image.rglob("*")):
        if path.is_file() and not path.is_symlink() and elf(path):
            out = subprocess.run(["ldd", path], capture_output=True, text=True, check=True).stdout
            for library in re.findall(r"^\s(?:\S+ => )?(/.+) \(0x", out, re.MULTILINE):
                if not Path(library).resolve().is_relative_to(image):
                    found[library] = Path(library).resolve()
    return found


def base(epoch, image):
    layer = Layer(epoch)
    for path, text in ACCOUNTS.items():
        layer.file(path, text.encode())
    for path, real in libraries(image).items():
        # /lib and /usr/lib are one directory on some systems: here, each name is a file.
        layer.file(path.lstrip("/"), real.read_bytes(), 0o755)
    licence = Path("/usr/share/doc/libc6/copyright")
    if licence.exists():
        layer.file("usr/share/doc/libc6/copyright", licence.read_bytes())
    # Engines mount something on them.
    for path in ("dev", "proc", "sys"):
        layer.directory(path)
    layer.directory("srv")
    layer.directory("tmp", 0o1777)
    return layer


def program(epoch, image, matching):
    layer = Layer(epoch)
    for path in sorted(image.rglob("*")):
        name = path.relative_to(image).as_posix()
        if bool(PROGRAM.fullmatch(name)) != matching or path.is_dir():
            continue
        if path.is_symlink():
            layer.link(f"{HOME}/{name}", os.readlink(path))
        else:
            mode = 0o755 if path.stat().st_mode & 0o100 else 0o644
            layer.file(f"{HOME}/{name}", path.read_bytes(), mode)
    return layer


def entry_point(image):
    """Returns the command and the variables with which the launcher starts Java.

    A copy of the launcher runs a script that prints its arguments: so they are written once only.
    """
    with tempfile.TemporaryDirectory() as directory:
        binaries = Path(directory).resolve() / "bin"
        binaries.mkdir()
        launcher = binaries / "otus-server"
        launcher.write_bytes((image / "bin/otus-server").read_bytes())
        java = binaries / "java"
        java.write_text('#!/bin/sh\nprintf "%s\\n" "LC_ALL=$LC_ALL" "$@"\n')
        launcher.chmod(0o755)
        java.chmod(0o755)
        environment = {"PATH": os.environ["PATH"], "PWD": "/"}
        lines = subprocess.run(
            [launcher], capture_output=True, text=True, check=True, cwd="/", env=environment
        ).stdout.splitlines()
        home = f"{binaries}/.."
        return (
            [f"/{HOME}/bin/java", *(line.replace(home, f"/{HOME}") for line in lines[1:])],
            [lines[0]],
        )


def blob(content, media_type, blobs):
    digest = hashlib.sha256(content).hexdigest()
    blobs[f"blobs/sha256/{digest}"] = content
    return {"mediaType": media_type, "digest": f"sha256:{digest}", "size": len(content)}


def text(value):
    return json.dumps(value, indent=2).encode()


def main(version, image, output, epoch):
    image, epoch = Path(image).resolve(), int(epoch)
    created = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(epoch))
    architecture = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), platform.machine())
    settings = program(epoch, image, True)
    settings.file(SETTINGS, (Path(__file__).parent / "otus-server.toml").read_bytes())
    for name in ("LICENSE", "NOTICE"):
        content = (Path(__file__).resolve().parents[4] / name).read_bytes()
        settings.file(f"usr/share/doc/otus-server/{name}", content)
    layers = [
        (base(epoch, image).tar(), "libraries, accounts"),
        (program(epoch, image, False).tar(), "the Java runtime"),
        (settings.tar(), "the server"),
    ]
    labels = {
        "org.opencontainers.image.title": "otus-server",
        "org.opencontainers.image.description": "A web server for static files",
        "org.opencontainers.image.version": version,
        "org.opencontainers.image.created": created,
        "org.opencontainers.image.licenses": "Apache-2.0",
    }
    command, variables = entry_point(image)
    blobs = {}
    config = {
        "created": created,
        "architecture": architecture,
        "os": "linux",
        "config": {
            "User": f"{USER}:{USER}",
            "ExposedPorts": {"8080/tcp": {}},
            "Env": ["PATH=/usr/lib/otus-server/bin", *variables, f"OTUS_CONFIG=/{SETTINGS}"],
            "Entrypoint": command,
            "WorkingDir": "/srv",
            "Labels": labels,
            "StopSignal": "SIGTERM",
        },
        "rootfs": {
            "type": "layers",
            "diff_ids": ["sha256:" + hashlib.sha256(tar).hexdigest() for tar, _ in layers],
        },
        "history": [{"created": created, "created_by": what} for _, what in layers],
    }
    config_blob = blob(text(config), "application/vnd.oci.image.config.v1+json", blobs)
    layer_blobs = [
        blob(
            gzip.compress(tar, 6, mtime=0), "application/vnd.oci.image.layer.v1.tar+gzip", blobs
        )
        for tar, _ in layers
    ]
    manifest = {
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": config_blob,
        "layers": layer_blobs,
        "annotations": labels,
    }
    entry = blob(text(manifest), manifest["mediaType"], blobs)
    entry["platform"] = {"architecture": architecture, "os": "linux"}
    entry["annotations"] = {
        "io.containerd.image.name": f"localhost/otus-server:{version}",
        "org.opencontainers.image.ref.name": version,
    }
    path_of = lambda each: "blobs/sha256/" + each["digest"].split(":")[1]
    files = {
        "oci-layout": text({"imageLayoutVersion": "1.0.0"}),
        "index.json": text(
            {
                "schemaVersion": 2,
                "mediaType": "application/vnd.oci.image.index.v1+json",
                "manifests": [entry],
            }
        ),
        # For `docker load` before version 25.
        "manifest.json": text(
            [
                {
                    "Config": path_of(config_blob),
                    "RepoTags": [f"otus-server:{version}"],
                    "Layers": [path_of(each) for each in layer_blobs],
                }
            ]
        ),
        **blobs,
    }
    archive = Layer(epoch)
    for path, content in files.items():
        archive.file(path, content)
    name = f"otus-server-{version}-oci-{architecture}.tar"
    (Path(output) / name).write_bytes(archive.tar())


if __name__ == "__main__":
    main(*sys.argv[1:])
