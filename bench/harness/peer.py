"""What all servers have in common: a name, what they need, what they are able to do."""

from . import packages

MOST_CONNECTIONS = 18_000

# Abilities: cases name those that they need.
LOG, WORKERS, TLS, H2, GZIP, FILES = "log", "workers", "tls", "h2", "gzip", "files"


class Peer:
    """Starts one kind of server."""

    name = ""
    needs = ()  # commands
    package = ""  # of Debian
    abilities = frozenset()
    h2_has_a_port = False  # of its own, without TLS

    def command(self, place):
        """Writes the configuration; returns the command and its environment."""
        raise NotImplementedError

    def version(self):
        return packages.version(self.package)


def write(place, name, text):
    path = place.directory / name
    path.write_text(text)
    return str(path)
