"""nginx or h2o with the same site, to be attacked in the same way."""

import pathlib
import socket
import subprocess
import time

NGINX = """
worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 4096; }}
http {{
  access_log off; types {{ text/plain txt; }} autoindex on;
  client_header_timeout 2s; client_body_timeout 3s; send_timeout 3s; keepalive_timeout 3s;
  server {{ listen 127.0.0.1:{port} http2; root {root}; }}
  server {{
    listen 127.0.0.1:{secure} ssl http2; root {root};
    ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem;
  }}
}}
"""
H2O = """
num-threads: 1
max-connections: 4096
http1-request-timeout: 3
http2-idle-timeout: 3
hosts:
  default:
    paths:
      "/":
        file.dir: "{root}"
        file.dirlisting: ON
listen:
  host: 127.0.0.1
  port: {port}
listen:
  host: 127.0.0.1
  port: {secure}
  ssl:
    certificate-file: "{folder}/cert.pem"
    key-file: "{folder}/key.pem"
"""


class Peer:
    def __init__(self, name, folder, root):
        self.port, self.secure = free_port(), free_port()
        request = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost"
        files = ["-keyout", folder / "key.pem", "-out", folder / "cert.pem"]
        subprocess.run([*request.split(), *files], check=True, capture_output=True)
        text = NGINX if name == "nginx" else H2O
        config = folder / "conf"
        values = {"folder": folder, "root": root, "port": self.port, "secure": self.secure}
        config.write_text(text.format(**values))
        command = {"nginx": ["/usr/sbin/nginx", "-c", config], "h2o": ["h2o", "-c", config]}[name]
        with open(folder / "log", "wb") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        for parent in (root, *root.parents[:2], folder):
            parent.chmod(0o755)
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise SystemExit("the peer does not start: " + (folder / "log").read_text())

    def processes(self):
        """Its own, and those of its workers."""
        task = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [self.process.pid, *map(int, task.read_text().split())]

    def events(self):
        return [], ""

    def metrics(self):
        return {}

    def stop(self):
        self.process.terminate()
        return self.process.wait(20)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
