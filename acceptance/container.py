#!/usr/bin/env python3
"""Runs an unpacked OCI image as an engine would, in new namespaces: container.py LAYOUT ROOT SITE.

`unshare --mount --net --pid --fork` starts it, so it is process 1, and the server after it. The
root is read-only, the user is the one of the image, and SITE is mounted on its working directory.
"""
import fcntl
import json
import os
import socket
import struct
import subprocess
import sys
from pathlib import Path

SIOCSIFFLAGS, UP_AND_RUNNING = 0x8914, 0x41


def blob(layout, descriptor):
    return json.loads((layout / "blobs/sha256" / descriptor["digest"].split(":")[1]).read_text())


def config(layout):
    index = json.loads((layout / "index.json").read_text())
    return blob(layout, blob(layout, index["manifests"][0])["config"])["config"]


def mount(*arguments):
    subprocess.run(["mount", *arguments], check=True)


def main(layout, root, site):
    image = config(Path(layout))
    with socket.socket() as any_socket:
        flags = struct.pack("16sH14x", b"lo", UP_AND_RUNNING)
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, flags)
    mount("--make-rprivate", "/")
    mount("--bind", root, root)
    mount("-t", "proc", "proc", f"{root}/proc")
    mount("--bind", site, root + image["WorkingDir"])
    mount("-o", "remount,bind,ro", root)
    user, group = map(int, image["User"].split(":"))
    os.chroot(root)
    os.chdir(image["WorkingDir"])
    os.setgroups([])
    os.setresgid(group, group, group)
    os.setresuid(user, user, user)
    variables = dict(each.split("=", 1) for each in image["Env"])
    command = image["Entrypoint"] + image.get("Cmd", [])
    os.execve(command[0], command, variables)


if __name__ == "__main__":
    main(*sys.argv[1:])
