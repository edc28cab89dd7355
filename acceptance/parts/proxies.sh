# Behind balancers: PROXY protocol, Unix sockets and their modes, sites with addresses of their own.

admin=$(free_port)
proxied=$(free_port)
sites=$(free_port)
log=$work/access.log
metric() { curl -sS --max-time 10 "http://127.0.0.1:$admin/metrics" | tee "$work/metrics" | grep -F "$1"; }
# logged REGEX: a line of the access log that a handler or a filter gets within 5 s.
logged() { for _ in {1..50}; do ! grep -qE "$1" "$log" || return 0; sleep 0.1; done; tail -n 3 "$log"; return 1; }

mkdir -p "$work/internal"
echo "internal" >"$work/internal/index.html"
cat >"$work/otus.toml" <<END
trusted-proxies = "127.0.0.1, unix"
access-log = "json:$log"
admin = $admin
workers = 2
listen = ["127.0.0.1:$proxied,proxy-protocol", "unix:$work/o.sock,mode=0606"]

[[site]]
listen = "127.0.0.1:$sites"
root = "$work/internal"
END
# The port of --port remains the one of all other checks.
serve --config "$work/otus.toml" --max-connections-per-address 2

# --- PROXY protocol ---

over_proxy() { [[ $(curl -sS --max-time 10 -o "$work/body" -w '%{http_code}' "$@" "http://127.0.0.1:$proxied/") == 200 ]]; }
check "version 1, by curl" over_proxy --haproxy-protocol
check "a health check sends no header" over_proxy
python3 - "$proxied" >"$work/v2" 2>&1 <<'END' || true
import socket, struct, sys
port = int(sys.argv[1])
SIGNATURE = b"\r\n\r\n\0\r\nQUIT\n"
GET = b"GET /%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"

def header(command, family, rest):
    return SIGNATURE + bytes([command, family]) + struct.pack(">H", len(rest)) + rest

def answer(*parts, split=False):
    with socket.create_connection(("127.0.0.1", port), 10) as s:
        s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            for part in parts:
                for piece in ([part[i:i + 1] for i in range(len(part))] if split else [part]):
                    s.sendall(piece)
            data = b""
            while chunk := s.recv(65536):
                data += chunk
        except ConnectionError:
            return b""
        return data

v4 = bytes([192, 0, 2, 2, 127, 0, 0, 1]) + struct.pack(">HH", 4711, 80)
v6 = socket.inet_pton(socket.AF_INET6, "2001:db8::2") * 2 + struct.pack(">HH", 4711, 80)
tls = bytes([0x20, 0, 5, 1, 0, 0, 0, 0])
ok = lambda data: data.startswith(b"HTTP/1.1 200")
text = b"PROXY TCP4 192.0.2.1 198.51.100.1 4711 80\r\n"
print("v1", ok(answer(text, GET % b"?v1")))
print("v4", ok(answer(header(0x21, 0x11, v4), GET % b"?v4")))
print("v6", ok(answer(header(0x21, 0x21, v6), GET % b"?v6")))
print("tls", ok(answer(header(0x21, 0x11, v4 + tls), GET % b"?tls")))
print("family", ok(answer(header(0x20, 0x51, b""), GET % b"?family")))
print("local", ok(answer(header(0x20, 0, b""), GET % b"?local")))
print("split", ok(answer(header(0x21, 0x11, v4) + GET % b"?split", split=True)))
for name, bad in [("version", header(0x31, 0x11, v4)), ("short", header(0x21, 0x11, v4[:5])),
                  ("tlv", header(0x21, 0x11, v4 + b"\1\0\7x")), ("text", b"PROXY TCP4 x\r\n")]:
    print(name, answer(bad, GET % b"") == b"")
END
for case in v1 v4 v6 tls family local split version short tlv text; do
  check "raw header: $case" grep -qx "$case True" "$work/v2"
done
check "client of version 1 is logged" logged '"peer":"192\.0\.2\.1".*\?v1'
check "client of version 2 is logged" logged '"peer":"192\.0\.2\.2".*\?v4'
check "IPv6 client is logged" logged '"peer":"2001:db8::2".*\?v6'
check "TLS of the client is the scheme" logged '\?tls.*"scheme":"https"'
check "invalid headers are counted" metric 'otus_connections_refused_total{reason="proxy_header"} 4'
check "log names the reason" grep -q 'event=connection-refused.*reason="PROXY header' "$work/err"
claims() { curl -sS --max-time 10 -o /dev/null -H 'X-Forwarded-For: 203.0.113.67' -H 'Forwarded: for=203.0.113.67' "$@"; }
check "a connection without a header claims another client" claims "http://127.0.0.1:$proxied/?claim"
check "the claim has no effect" logged '"peer":"127\.0\.0\.1".*\?claim'
untrusted() { ! curl -sS --max-time 5 --interface 127.0.0.2 --haproxy-protocol "http://127.0.0.1:$proxied/"; }
check "an untrusted peer is closed" untrusted
check "and counted" metric 'otus_connections_refused_total{reason="untrusted_proxy"} 1'
third_is_refused() {
  python3 - "$proxied" <<'END'
import socket, sys
def connect(client):
    s = socket.create_connection(("127.0.0.1", int(sys.argv[1])), 10)
    s.sendall(b"PROXY TCP4 %s 127.0.0.1 1 2\r\nGET / HTTP/1.1\r\nHost: localhost\r\n\r\n" % client)
    try:
        return s, s.recv(100).startswith(b"HTTP/1.1 200")
    except ConnectionError:
        return s, False
kept = [connect(b"192.0.2.9") for _ in range(3)] + [connect(b"192.0.2.10")]
print([served for _, served in kept])
sys.exit([served for _, served in kept] != [True, True, False, True])
END
}
check "connections are counted by the client in the header" third_is_refused

# --- HAProxy ---

if command -v haproxy >/dev/null || [[ -x /usr/sbin/haproxy ]]; then
  front=$(free_port)
  plain=$(free_port)
  cat >"$work/haproxy.cfg" <<END
defaults
  timeout connect 2s
  timeout client 10s
  timeout server 10s
frontend requests
  mode http
  bind 127.0.0.1:$front
  default_backend requests
backend requests
  mode http
  option httpchk GET /?check
  server one 127.0.0.1:$proxied send-proxy-v2 check inter 200ms
frontend connections
  mode tcp
  bind 127.0.0.1:$plain
  default_backend connections
backend connections
  mode tcp
  server one 127.0.0.1:$proxied send-proxy check inter 200ms check-send-proxy
END
  PATH=$PATH:/usr/sbin haproxy -db -f "$work/haproxy.cfg" >"$work/haproxy.log" 2>&1 &
  helpers+=($!)
  through() { [[ $(curl -sS --max-time 10 -o /dev/null --interface "$3" -w '%{http_code}' "http://127.0.0.1:$1/?$2") == 200 ]]; }
  check "HAProxy with send-proxy-v2" soon through "$front" v2-haproxy 127.0.0.3
  check "HAProxy with send-proxy" soon through "$plain" v1-haproxy 127.0.0.4
  check "clients of HAProxy are logged" logged '"peer":"127\.0\.0\.3".*v2-haproxy'
  check "in both versions" logged '"peer":"127\.0\.0\.4".*v1-haproxy'
  check "its health check is served" logged '"peer":"127\.0\.0\.1".*\?check'
  # The backend of the documentation, on the ports of this part.
  documented=$(free_port)
  {
    printf '%s\n' defaults '  mode http' '  retries 0' '  timeout connect 2s' '  timeout client 10s' '  timeout server 10s'
    sed -n '/^backend otus/,/^```/{/^```/!p}' "$here/../docs/configuration.md" |
      sed "s/10\.0\.0\.11:8080/127.0.0.1:$proxied/; s/port 9090/port $admin inter 200ms/"
    printf '%s\n' 'frontend documented' "  bind 127.0.0.1:$documented" '  default_backend otus' \
      frontend\ state "  bind 127.0.0.1:$(free_port)" '  stats enable' '  stats uri /'
  } >"$work/documented.cfg"
  state=$(sed -n '/^frontend state/{n;s/.*://p}' "$work/documented.cfg")
  PATH=$PATH:/usr/sbin haproxy -db -f "$work/documented.cfg" >"$work/documented.log" 2>&1 &
  helpers+=($!)
  is_up() { curl -sS --max-time 5 "http://127.0.0.1:$state/;csv;norefresh" | grep '^otus,one,' | grep -F ',L7OK,'; }
  check "the documented health check passes" soon is_up
  check "the documented backend serves" soon through "$documented" documented 127.0.0.5
  check "its client is logged" logged '"peer":"127\.0\.0\.5".*documented'
  forged() { curl -sS --max-time 10 -o /dev/null --interface 127.0.0.4 -H 'X-Forwarded-For: 203.0.113.66' "http://127.0.0.1:$plain/?forged"; }
  check "a request with a forged address passes" forged
  check "the forged address has no effect" logged '"peer":"127\.0\.0\.4".*\?forged'
fi

# --- Unix sockets ---

check "mode of a Unix socket" test "$(stat -c %a:%F "$work/o.sock")" = 606:socket
over_socket() { curl -sS --max-time 10 --unix-socket "$work/o.sock" "http://localhost$1"; }
check "answers on a Unix socket" over_socket /
check "no file is left beside it" test -z "$(find "$work" -maxdepth 1 -name '.o*' -print -quit | grep -v o.sock)"
usage_error "unknown option" --listen "8080,nope" "$site"
usage_error "mode of a port" --listen "8080,mode=0600" "$site"
usage_error "unknown user" --listen "unix:$work/x.sock,owner=no-such-user" "$site"
usage_error "no trusted proxies" --listen "8080,proxy-protocol" "$site"
usage_error "other options of the same address" \
  --trusted-proxies 127.0.0.1 --listen 0.0.0.0:8080 --listen 127.0.0.1:8080,proxy-protocol "$site"

# --- sites ---

site_is() { curl -sS --max-time 10 -D "$work/head" "http://127.0.0.1:$sites/" | tee "$work/body"; [[ $(cat "$work/body") == "$1" ]]; }
explains_site() { "$launcher" -c "$work/otus.toml" --explain "http://localhost:$sites/" | tee "$work/explained"; grep -q "has the site 127.0.0.1:$sites\$" "$work/explained"; }
check "the banner names the site as metrics do" grep -q "serves .*, 127\.0\.0\.1:$sites\$" "$work/out"
check "a site has its address" site_is internal
check "the site is logged" logged "\"site\":\"127\\.0\\.0\\.1:$sites\""
check "a site has series of its own" metric "otus_requests_total{site=\"127.0.0.1:$sites\",handler=\"static\",code=\"2xx\"} 1"
check "--explain prints the same name" explains_site
check "so has the default site" metric 'otus_requests_total{site="default",handler="static",code="2xx"}'
sed -i "s/^listen = \"127.0.0.1:$sites\"/listen = \"127.0.0.1:$(free_port)\"/" "$work/otus.toml"
echo "changed" >"$work/internal/index.html"
reloaded() { "$launcher" reload --admin "$admin" | tee "$work/reloaded"; grep -q 'need a restart: listen' "$work/reloaded"; }
check "a changed address is named" reloaded
check "its former address still has the site" site_is changed
sed -i '/^\[\[site/,$d' "$work/otus.toml"
check "a removed site is named" reloaded
gone() { [[ $(curl -sS --max-time 10 -o /dev/null -w '%{http_code}' "http://127.0.0.1:$sites/") == 421 ]]; }
check "the default site is not at its address" gone
explained() { "$launcher" "$site" --explain "http://localhost:$1/" --listen "$1" | head -n 2 | grep -q '^200'; }
check "a request for a listener is explained" explained 9000
stop
check "files of Unix sockets are deleted" test ! -e "$work/o.sock"

# --- one header about forwarding ---

: >"$log"
serve --trusted-proxies 127.0.0.1 --forwarded-header forwarded --access-log "json:$log"
check "both headers" status 200 "/?both" -H 'Forwarded: for=192.0.2.20' -H 'X-Forwarded-For: 192.0.2.21'
check "the chosen one counts" logged '"peer":"192\.0\.2\.20".*both'
check "only the other one" status 200 "/?other" -H 'X-Forwarded-For: 192.0.2.21'
check "has no effect" logged '"peer":"127\.0\.0\.1".*other'
stop

# --- banner ---

: >"$work/out" # before it is read
"$launcher" --bind 0.0.0.0 --port 0 "$site" >"$work/out" 2>"$work/err" </dev/null &
server=$!
named() { for _ in {1..150}; do ! grep -q 'Stop with' "$work/out" || break; sleep 0.1; done; cat "$work/out" "$work/err"; grep -q '  http://localhost:' "$work/out" && ! grep -q '0\.0\.0\.0:' "$work/out"; }
check "banner names addresses that others can use" named
signal TERM
