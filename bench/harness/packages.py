"""Debian's packages of the peers and of the load generators."""

import os
import pathlib
import shutil
import subprocess
import sys

# Command, package, and the systemd units that Debian enables with it.
WANTED = [
    ("nginx", "nginx-light", ["nginx"]),
    ("h2o", "h2o", ["h2o"]),
    ("lighttpd", "lighttpd", ["lighttpd"]),
    ("caddy", "caddy", ["caddy"]),
    ("apache2", "apache2", ["apache2", "apache-htcacheclean"]),
    ("wrk", "wrk", []),
    ("ab", "apache2-utils", []),
    ("h2load", "nghttp2-client", []),
    ("openssl", "openssl", []),
    ("gcc", "gcc", []),
    ("mvn", "maven", []),
]
# Modules, which have no command.
MODULES = {
    "/usr/lib/lighttpd/mod_openssl.so": "lighttpd-mod-openssl",
    "/usr/include/stdio.h": "libc6-dev",
}
POLICY = pathlib.Path("/usr/sbin/policy-rc.d")

os.environ["PATH"] += ":/usr/sbin:/sbin"  # where nginx and apache2 are


def install(commands):
    """Installs what these commands need and the machine lacks. Starts no service."""
    wanted = [each for each in WANTED if each[0] in commands and not shutil.which(each[0])]
    packages = [package for _, package, _ in wanted]
    packages += [package for file, package in MODULES.items() if not pathlib.Path(file).exists()]
    if not {"lighttpd"} & set(commands):
        packages = [each for each in packages if each != "lighttpd-mod-openssl"]
    if not packages:
        return
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    if os.geteuid() != 0:
        sys.exit(f"bench/run: missing; as root: {' '.join(command)}")
    print("installs", *packages, flush=True)
    refuses = not POLICY.exists()
    if refuses:  # no service is started during the installation
        POLICY.write_text("#!/bin/sh\nexit 101\n")
        POLICY.chmod(0o755)
    try:
        quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], check=True, **quiet)
        subprocess.run(command, check=True, **quiet)
    finally:
        if refuses:
            POLICY.unlink()
    units = [unit for _, _, units in wanted for unit in units]
    if units and shutil.which("systemctl"):  # nor at the next boot
        subprocess.run(["systemctl", "disable", *units], capture_output=True)


def version(package):
    """The installed version, or an empty text."""
    command = ["dpkg-query", "-W", "-f", "${Version}", package]
    return subprocess.run(command, capture_output=True, text=True).stdout
