#!/usr/bin/env python3
"""Mounts a file system whose inode numbers and times differ at every look: fuse.py DIRECTORY [DELAY].

With a file DELAY they do not differ; instead each look takes the milliseconds in that file; with 0 the
kernel need not look again for a minute. `small` has 1,000 bytes, `large` 300,000. Speaks the kernel's
FUSE protocol (7.31) itself, so it needs no package; root only. Ends when it is unmounted.
"""

import ctypes
import errno
import itertools
import os
import stat
import struct
import sys
import time

ROOT = 1
FILES = {b"small": (2, 1_000), b"large": (3, 300_000)}
SIZES = dict(FILES.values())
READ_ONLY_NO_DEVICES = 1 | 2 | 4  # MS_RDONLY | MS_NOSUID | MS_NODEV

LOOKUP, FORGET, GETATTR, OPEN, READ, STATFS, RELEASE, FLUSH = 1, 2, 3, 14, 15, 17, 18, 25
INIT, OPENDIR, READDIR, RELEASEDIR, INTERRUPT, BATCH_FORGET = 26, 27, 28, 29, 36, 42

looks = itertools.count(1)
delay = sys.argv[2] if len(sys.argv) > 2 else None


def attributes(node):
    """struct fuse_attr, new at each call."""
    look = node if delay else next(looks)
    seconds = 1_600_000_000 + look
    mode = stat.S_IFDIR | 0o755 if node == ROOT else stat.S_IFREG | 0o644
    numbers = (look, SIZES.get(node, 0), 0, seconds, seconds, seconds)
    return struct.pack("<6Q10I", *numbers, look, look, look, mode, 1, 0, 0, 0, 4096, 0)


def entries():
    """The directory as structs fuse_dirent, each padded to 8 bytes."""
    listing = b""
    for number, (name, (node, _)) in enumerate(FILES.items(), 1):
        listing += struct.pack("<QQII", node, number, len(name), stat.S_IFREG >> 12)
        listing += name + bytes(-len(name) % 8)
    return listing


def answer(operation, node, content):
    """What follows the header of the reply; a number is an error, None means that there is no reply."""
    if operation == INIT:
        return struct.pack("<4I2H2I", 7, 31, 0, 0, 0, 0, 4096, 1).ljust(64, b"\0")
    valid = 0  # for no time: the kernel asks again at each look
    if delay and operation in (LOOKUP, GETATTR):
        with open(delay) as file:
            milliseconds = int(file.read() or 0)
        time.sleep(milliseconds / 1000)
        valid = 0 if milliseconds else 60
    if operation == LOOKUP:
        known = FILES.get(content.rstrip(b"\0"))
        return struct.pack("<4Q2I", known[0], 0, valid, valid, 0, 0) + attributes(known[0]) if known else errno.ENOENT
    if operation == GETATTR:
        return struct.pack("<QQ", valid, 0) + attributes(node)
    if operation in (OPEN, OPENDIR):
        return bytes(16)
    if operation == READ:
        _, offset, size = struct.unpack_from("<QQI", content)
        return b"f" * max(0, min(size, SIZES[node] - offset))
    if operation == READDIR:
        _, offset, _ = struct.unpack_from("<QQI", content)
        return b"" if offset else entries()
    if operation == STATFS:
        return bytes(80)
    if operation in (FLUSH, RELEASE, RELEASEDIR):
        return b""
    return None if operation in (FORGET, BATCH_FORGET, INTERRUPT) else errno.ENOSYS


def main(directory):
    device = os.open("/dev/fuse", os.O_RDWR)
    options = f"fd={device},rootmode=40000,user_id=0,group_id=0,allow_other"
    libc = ctypes.CDLL(None, use_errno=True)
    flags = ctypes.c_ulong(READ_ONLY_NO_DEVICES)
    if libc.mount(b"otus-fuse", os.fsencode(directory), b"fuse", flags, options.encode()) != 0:
        sys.exit("cannot mount: " + os.strerror(ctypes.get_errno()))
    while True:
        try:
            request = os.read(device, 1 << 18)
        except OSError as e:
            if e.errno == errno.ENODEV:
                return  # unmounted
            if e.errno in (errno.ENOENT, errno.EINTR):
                continue  # a request that was interrupted
            raise
        _, operation, unique, node = struct.unpack_from("<IIQQ", request)
        reply = answer(operation, node, request[40:])
        if reply is not None:
            error, content = (-reply, b"") if isinstance(reply, int) else (0, reply)
            try:
                os.write(device, struct.pack("<IiQ", 16 + len(content), error, unique) + content)
            except FileNotFoundError:
                continue  # nobody waits for it any more


main(sys.argv[1])
