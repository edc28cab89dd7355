"""The programs that are built here: the C floor, the open-loop load generator, the Java peers."""

import os
import pathlib
import subprocess
import sys

BENCH = pathlib.Path(__file__).resolve().parent.parent
TARGET = BENCH / "target"
PEERS = BENCH / "peers"
FLAGS = ["-O2", "-Wall", "-Wextra", "-Werror", "-D_GNU_SOURCE"]


def is_older(target, sources):
    return not target.exists() or target.stat().st_mtime < max(s.stat().st_mtime for s in sources)


def program(name):
    """Compiles NAME.c if that has changed; returns the program."""
    source, made = BENCH / f"{name}.c", TARGET / name
    if is_older(made, [source]):
        TARGET.mkdir(exist_ok=True)
        subprocess.run(["gcc", *FLAGS, "-o", str(made), str(source), "-lm"], check=True)
    return str(made)


def jdk():
    """The home of a JDK 21 or later."""
    places = [os.environ.get("JAVA_HOME", ""), os.environ.get("JAVA25_HOME", "")]
    places += sorted(map(str, pathlib.Path("/usr/lib/jvm").glob("*")), reverse=True)
    for place in map(pathlib.Path, filter(None, places)):
        release = place / "release"
        if not (place / "bin/javac").exists() or not release.exists():
            continue
        text = release.read_text().partition('JAVA_VERSION="')[2]
        if int(text.split(".")[0].split('"')[0]) >= 21:
            return place
    sys.exit("bench/run: the Java peers need a JDK 21 or later: set JAVA_HOME, or pass --peers")


def java_peers():
    """Compiles the Java peers with Maven if they have changed; returns the start of a command."""
    home = jdk()
    classes = PEERS / "target/classes/peers"
    sources = [PEERS / "pom.xml", *PEERS.glob("src/main/java/peers/*.java")]
    if is_older(classes, sources):
        print("builds bench/peers", flush=True)
        command = ["mvn", "-q", "-B", "-f", str(PEERS / "pom.xml"), "clean", "package"]
        subprocess.run(command, check=True, env={**os.environ, "JAVA_HOME": str(home)})
    return [str(home / "bin/java"), "-cp", f"{PEERS}/target/classes:{PEERS}/target/lib/*"]
