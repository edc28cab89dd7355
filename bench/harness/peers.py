"""The servers that are measured: images of otus-server, the C floor, those of Java, Debian's."""

import os
import re
import shlex
import subprocess

from . import build
from .debian import Apache, Caddy, H2o, Lighttpd, Nginx, TunedNginx
from .peer import FILES, GZIP, H2, LOG, TLS, WORKERS, Peer


class Otus(Peer):
    """An image of otus-server: `[VARIABLE=VALUE…] IMAGE[=NAME] [FLAG…]`."""

    abilities = frozenset({LOG, WORKERS, TLS, H2, GZIP, FILES})

    def __init__(self, text):
        words = shlex.split(text)
        self.environment = {}
        while words and re.match(r"[A-Z_]+=", words[0]):
            name, _, value = words.pop(0).partition("=")
            self.environment[name] = value
        self.image, _, name = words.pop(0).partition("=")
        self.name = name or "otus-server"
        self.launcher = os.path.abspath(f"{self.image}/bin/otus-server")
        self.flags = words

    def command(self, place):
        settings, certificates = place.settings, place.certificates
        command = [self.launcher, "--root", str(place.root), "--port", str(place.port)]
        command += ["--workers", str(settings.workers), "--access-log"]
        command += [f"combined:{place.directory}/access.log" if settings.log else "off"]
        if settings.tls:
            command += ["--tls-cert", f"{certificates}/cert.pem"]
            command += ["--tls-key", f"{certificates}/key.pem", "--tls-port", str(place.tls_port)]
        return command + self.flags, {**os.environ, **self.environment}

    def version(self):
        command = [self.launcher, "--version"]
        text = subprocess.run(command, capture_output=True, text=True).stdout.strip()
        settings = [f"{name}={value}" for name, value in self.environment.items()]
        return " ".join([text, *settings, *self.flags])


class Floor(Peer):
    """Answers any request with 104 bytes, without looking at it."""

    name = "floor (C)"
    needs = ("gcc",)

    def command(self, place):
        return [build.program("floor"), str(place.port), f"{place.root}/104.bin"], None

    def version(self):
        return "epoll, one read and one write a request, nothing parsed"


class JavaPeer(Peer):
    """A class of bench/peers."""

    needs = ("mvn",)
    abilities = frozenset({FILES})

    def __init__(self, name, class_name, jar):
        self.name, self.class_name, self.jar = name, class_name, jar

    def command(self, place):
        command = [*build.java_peers(), f"peers.{self.class_name}"]
        return [*command, str(place.port), str(place.root)], None

    def version(self):
        jars = (build.PEERS / "target/lib").glob(f"{self.jar}-[0-9]*.jar")
        return next((jar.stem.removeprefix(f"{self.jar}-") for jar in jars), "")


PEERS = {
    "floor": Floor(),
    "h2o": H2o(),
    "lighttpd": Lighttpd(),
    "nginx-tuned": TunedNginx(),
    "nginx": Nginx(),
    "caddy": Caddy(),
    "apache": Apache(),
    "jetty": JavaPeer("Jetty", "JettyPeer", "jetty-server"),
    "helidon": JavaPeer("Helidon", "HelidonPeer", "helidon-webserver"),
    "undertow": JavaPeer("Undertow", "UndertowPeer", "undertow-core"),
    "vertx": JavaPeer("Vert.x", "VertxPeer", "vertx-web"),
}
