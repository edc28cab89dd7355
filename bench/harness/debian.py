"""The servers that Debian packages: one class each, with its configuration.

The configurations are the shipped ones, but for those that are called tuned; and no server has a
limit that a connection of a load generator would reach.
"""

import os

from .peer import FILES, GZIP, H2, LOG, MOST_CONNECTIONS, TLS, WORKERS, Peer, write

NGINX = """
daemon off; worker_processes {workers}; worker_rlimit_nofile 20000;
pid {dir}/nginx.pid; error_log {dir}/error.log;
events {{ worker_connections {most}; }}
http {{
  sendfile on; tcp_nopush on; types_hash_max_size 2048; default_type application/octet-stream;
  types {{ text/html html; }}
  client_body_temp_path {dir}/t1; proxy_temp_path {dir}/t2; fastcgi_temp_path {dir}/t3;
  uwsgi_temp_path {dir}/t4; scgi_temp_path {dir}/t5;
  gzip_static on; keepalive_requests 100000000;
  {extra}
  server {{ listen 127.0.0.1:{port} backlog=16384; listen 127.0.0.1:{h2} http2; {tls} root {root}; }}
}}
"""
NGINX_TLS = """listen 127.0.0.1:{port} ssl http2;
  ssl_certificate {certificates}/cert.pem; ssl_certificate_key {certificates}/key.pem;
  ssl_protocols TLSv1.2 TLSv1.3; ssl_session_cache shared:s:10m;"""


class Nginx(Peer):
    """What Debian ships: sendfile, tcp_nopush, gzip and the access log on, no cache."""

    name = "nginx, shipped"
    needs = ("nginx",)
    package = "nginx"
    abilities = frozenset({LOG, WORKERS, TLS, H2, GZIP, FILES})
    h2_has_a_port = True
    extra = "gzip on;"
    logs = True

    def command(self, place):
        logs = self.logs or place.settings.log
        extra = f"access_log {place.directory}/access.log;" if logs else "access_log off;"
        tls = NGINX_TLS.format(port=place.tls_port, certificates=place.certificates)
        text = NGINX.format(
            workers=place.settings.workers,
            dir=place.directory,
            most=MOST_CONNECTIONS,
            port=place.port,
            h2=place.h2_port,
            root=place.root,
            extra=extra + self.extra,
            tls=tls if place.settings.tls else "",
        )
        return ["nginx", "-c", write(place, "nginx.conf", text)], None


class TunedNginx(Nginx):
    """With a cache of open files and without a log."""

    name = "nginx, tuned"
    extra = "open_file_cache max=10000 inactive=60s;"
    logs = False


class H2o(Peer):
    name = "h2o"
    needs = ("h2o",)
    package = "h2o"
    abilities = frozenset({LOG, WORKERS, TLS, H2, GZIP, FILES})

    def command(self, place):
        text = f"""
num-threads: {place.settings.workers}
max-connections: {MOST_CONNECTIONS}
pid-file: {place.directory}/h2o.pid
error-log: {place.directory}/error.log
file.send-compressed: ON
listen:
  host: 127.0.0.1
  port: {place.port}
"""
        if place.settings.tls:
            text += f"""listen:
  host: 127.0.0.1
  port: {place.tls_port}
  ssl:
    certificate-file: {place.certificates}/cert.pem
    key-file: {place.certificates}/key.pem
"""
        if place.settings.log:
            text += f"access-log: {place.directory}/access.log\n"
        if os.geteuid() == 0:
            text += "user: root\n"
        text += f'hosts:\n  default:\n    paths:\n      "/":\n        file.dir: {place.root}\n'
        return ["h2o", "-m", "worker", "-c", write(place, "h2o.conf", text)], None


class Lighttpd(Peer):
    name = "lighttpd"
    needs = ("lighttpd",)
    package = "lighttpd"
    abilities = frozenset({LOG, WORKERS, TLS, H2, FILES})

    def command(self, place):
        workers = place.settings.workers
        text = f"""
server.modules = ( "mod_accesslog", "mod_openssl" )
server.document-root = "{place.root}"
server.bind = "127.0.0.1"
server.port = {place.port}
server.errorlog = "{place.directory}/error.log"
server.max-worker = {workers if workers > 1 else 0}
server.max-connections = {MOST_CONNECTIONS}
server.max-fds = 20000
server.listen-backlog = 16384
server.max-keep-alive-requests = 100000000
mimetype.assign = ( ".html" => "text/html", "" => "application/octet-stream" )
"""
        if place.settings.log:
            text += f'accesslog.filename = "{place.directory}/access.log"\n'
        if place.settings.tls:
            text += f"""$SERVER["socket"] == "127.0.0.1:{place.tls_port}" {{
  ssl.engine = "enable"
  ssl.pemfile = "{place.certificates}/cert.pem"
  ssl.privkey = "{place.certificates}/key.pem"
}}
"""
        return ["lighttpd", "-D", "-f", write(place, "lighttpd.conf", text)], None


class Caddy(Peer):
    name = "Caddy"
    needs = ("caddy",)
    package = "caddy"
    abilities = frozenset({LOG, WORKERS, TLS, H2, GZIP, FILES})

    def command(self, place):
        log = f"log {{\noutput file {place.directory}/access.log\n}}" if place.settings.log else ""
        body = f"bind 127.0.0.1\nroot * {place.root}\nfile_server {{\nprecompressed gzip\n}}\n{log}"
        text = "{\nadmin off\nauto_https off\n"
        text += "servers {\nprotocols h1 h2 h2c\n}\n}\n"
        text += f"http://:{place.port} {{\n{body}\n}}\n"
        if place.settings.tls:
            files = f"{place.certificates}/cert.pem {place.certificates}/key.pem"
            text += f"https://:{place.tls_port} {{\ntls {files}\n{body}\n}}\n"
        own = str(place.directory)
        environment = {**os.environ, "HOME": own, "XDG_DATA_HOME": own, "XDG_CONFIG_HOME": own}
        environment["GOMAXPROCS"] = str(place.settings.workers)
        path = write(place, "Caddyfile", text)
        return ["caddy", "run", "--config", path, "--adapter", "caddyfile"], environment


class Apache(Peer):
    """The event MPM with one process: with several, it ends some, and with them connections."""

    name = "Apache"
    needs = ("apache2",)
    package = "apache2"
    abilities = frozenset({LOG, TLS, H2, FILES})

    def command(self, place):
        modules = ["mpm_event", "authz_core", "mime"] + ["http2"]
        modules += ["ssl", "socache_shmcb"] * place.settings.tls
        text = "".join(
            f"LoadModule {each}_module /usr/lib/apache2/modules/mod_{each}.so\n" for each in modules
        )
        text += f"""
ServerName localhost
PidFile {place.directory}/apache2.pid
DefaultRuntimeDir {place.directory}
ErrorLog {place.directory}/error.log
Listen 127.0.0.1:{place.port}
ListenBacklog 16384
DocumentRoot {place.root}
TypesConfig /etc/mime.types
KeepAlive On
MaxKeepAliveRequests 0
StartServers 1
ServerLimit 1
ThreadLimit 400
ThreadsPerChild 400
MaxRequestWorkers 400
AsyncRequestWorkerFactor 40
Protocols h2 h2c http/1.1
<Directory {place.root}>
  Require all granted
</Directory>
"""
        if os.geteuid() == 0:
            text += "User www-data\nGroup www-data\n"
        if place.settings.log:
            text += f'CustomLog {place.directory}/access.log "%h %l %u %t \\"%r\\" %>s %O"\n'
        if place.settings.tls:
            text += f"""Listen 127.0.0.1:{place.tls_port}
SSLSessionCache shmcb:{place.directory}/sessions
<VirtualHost 127.0.0.1:{place.tls_port}>
  SSLEngine on
  SSLCertificateFile {place.certificates}/cert.pem
  SSLCertificateKeyFile {place.certificates}/key.pem
</VirtualHost>
"""
        path = write(place, "apache2.conf", text)
        return ["apache2", "-D", "FOREGROUND", "-d", str(place.directory), "-f", path], None
