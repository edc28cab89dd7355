"""Debian's packages of the peers and of the load generators."""

import os
import pathlib
import shutil
import subprocess
import sys

# By command: what has to be there, a command or a file, and the package that has it.
WANTED = {
    "nginx": {"nginx": "nginx"},
    "h2o": {"h2o": "h2o"},
    "lighttpd": {
        "lighttpd": "lighttpd",
        "/usr/lib/lighttpd/mod_openssl.so": "lighttpd-mod-openssl",
    },
    "caddy": {"caddy": "caddy"},
    "apache2": {"apache2": "apache2"},
    "wrk": {"wrk": "wrk"},
    "ab": {"ab": "apache2-utils"},
    "h2load": {"h2load": "nghttp2-client"},
    "openssl": {"openssl": "openssl"},
    "gcc": {"gcc": "gcc", "/usr/include/stdio.h": "libc6-dev"},
    "mvn": {"mvn": "maven"},
}
# The systemd units that Debian enables with packages.
UNITS = {
    "nginx": ["nginx"],
    "h2o": ["h2o"],
    "lighttpd": ["lighttpd"],
    "caddy": ["caddy"],
    "apache2": ["apache2", "apache-htcacheclean"],
}
POLICY = pathlib.Path("/usr/sbin/policy-rc.d")

os.environ["PATH"] += ":/usr/sbin:/sbin"  # where nginx and apache2 are


def install(commands):
    """Installs what these commands need and the machine lacks. Starts no service."""
    packages = [
        package
        for command in commands
        for probe, package in WANTED[command].items()
        if not shutil.which(probe) and not pathlib.Path(probe).is_file()
    ]
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
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        quiet = {"stdout": subprocess.DEVNULL, "env": environment}
        subprocess.run(["apt-get", "update", "-qq"], check=True, **quiet)
        subprocess.run(command, check=True, **quiet)
    finally:
        if refuses:
            POLICY.unlink()
    units = [unit for package in packages for unit in UNITS.get(package, [])]
    if units and shutil.which("systemctl"):  # nor at the next boot
        subprocess.run(["systemctl", "disable", *units], capture_output=True)


def version(package):
    """The installed version, or an empty text."""
    command = ["dpkg-query", "-W", "-f", "${Version}", package]
    return subprocess.run(command, capture_output=True, text=True).stdout
