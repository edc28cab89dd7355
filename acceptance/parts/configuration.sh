# Configuration: files, variables, precedence, sites, Unix sockets, trusted proxies.

conf=$work/conf
mkdir -p "$conf/a" "$conf/b"
echo a >"$conf/a/index.html"
echo b >"$conf/b/index.html"
socket=$conf/otus.sock

is_line() { grep -qx -- "$1" "$2" || { cat "$2"; false; }; }
over_socket() { [[ $(curl -sS --max-time 10 --unix-socket "$socket" "${@:2}") == "$1" ]]; }
prints() { "$launcher" "$@" >"$work/text" 2>"$work/err" || { cat "$work/err"; false; }; }

# says TEXT COMMAND…: a usage error with this line.
says() {
  is_usage_error "${@:2}" && grep -qF -- "$1" "$work/err"
}

cat >"$conf/otus.toml" <<EOF
root = "a"
header = ["X-Level: file", "X-File: 1"]
listen = ["unix:otus.sock"]
trusted-proxies = "unix"

[[site]]
hosts = ["b.example", "*.b.example"]
root = "b"
listing = true
header = "X-Site: b"
EOF

# --- printed settings ---
"$launcher" config "$conf/a" >"$conf/printed.toml"
check "printed settings are settings" prints check -c "$conf/printed.toml"

# --- precedence ---
# serve gives --port and --root, which take precedence over the file.
serve --config "$conf/otus.toml"
check "the root of the flag: 200" status 200 /offsets.txt
check "the header of the file" header x-level file
check "a site by host: 200" status 200 / -H 'Host: B.example:80'
check "its root" body_is b
check "its header" header x-site b
check "not the header of the top level" lacks_header x-level
check "a site by pattern: 200" status 200 / -H 'Host: x.b.example'
check "its root" body_is b
check "another host: 421" status 421 / -H 'Host: c.example'
check "a Unix socket" over_socket b http://b.example/
check "X-Forwarded-Host of a trusted proxy selects the site" \
  over_socket b -H 'X-Forwarded-For: 192.0.2.1' -H 'X-Forwarded-Host: b.example' http://localhost/
check "not that of another client" status 200 /offsets.txt -H 'X-Forwarded-Host: b.example'
usage_error "a Unix socket in use" --listen "unix:$socket" "$conf/a"
stop
check "the socket is gone" test ! -e "$socket"

OTUS_HEADER=$'X-Level: variable\nX-Variable: 1' serve -c "$conf/otus.toml"
check "a variable takes precedence over the file: 200" status 200 /offsets.txt
check "its header" header x-level variable
check "its second line" header x-variable 1
check "the list of the file is replaced as a whole" lacks_header x-file
signal KILL
wait "$server" 2>/dev/null || true
check "the socket is left behind" test -S "$socket"
OTUS_HEADER='X-Level: variable' serve -c "$conf/otus.toml" --header 'X-Level: flag'
check "an abandoned socket is replaced" over_socket b http://b.example/
check "a flag takes precedence: 200" status 200 /offsets.txt
check "its header" header x-level flag
stop

# --- config, check, --explain ---
check "config" prints config -c "$conf/otus.toml" --workers 3
check "the value of a flag" is_line 'workers = 3 *# --workers' "$work/text"
check "the value of the file, with its line" \
  is_line "listen = \\[\"unix:$socket\"\\] *# $conf/otus.toml:3" "$work/text"
check "a default" is_line 'idle-timeout = "75s" *# default' "$work/text"
cp "$work/text" "$conf/printed.toml"
check "config of its own output" prints config -c "$conf/printed.toml"
check "has the same values" cmp <(sed 's/ *# .*//' "$conf/printed.toml") <(sed 's/ *# .*//' "$work/text")
check "check" prints check -c "$conf/otus.toml"
check "says ok" is_line ok "$work/text"
check "check creates no socket" test ! -e "$socket"
check "check finds a missing password file" \
  says "no.txt" check -c "$conf/otus.toml" --auth-file "$conf/no.txt"
check "check: an address that this machine lacks" \
  says "not an address of this machine: 192.0.2.1" check --bind 192.0.2.1 "$site"
check "--explain names the site" prints -c "$conf/otus.toml" --explain / -H 'Host: b.example'
check "in its reasons" grep -q "has the site b.example" "$work/text"

# --- Kubernetes ---
OTUS_PORT=tcp://10.0.0.1:80 OTUS_SERVICE_HOST=10.0.0.1 OTUS_PORT_80_TCP_ADDR=10.0.0.1 OTUS_PROT=1 \
  serve
check "variables of Kubernetes are ignored; an unknown one is a line" \
  is_line 'otus-server: ignored the unknown variable OTUS_PROT (did you mean OTUS_PORT?)' "$work/err"
check "nothing else on standard error" test "$(wc -l <"$work/err")" = 1
stop

# --- the library ---
OTUS_JAVA_OPTS="-Xlog:class+load:file=$work/classes" serve
check "without a file, no class of the TOML library is loaded" \
  test "$(grep -c com.fasterxml "$work/classes")" = 0
check "but others are" grep -q otus.server.app.cli.CommandLine "$work/classes"
stop

# --- trusted proxies ---
serve --trusted-proxies 127.0.0.0/8 --allowed-hosts www.example.org
check "a redirect: 301" status 301 /guide -H 'Host: www.example.org'
check "X-Forwarded-Host is checked, too: 421" status 421 / \
  -H 'X-Forwarded-For: 192.0.2.1' -H 'X-Forwarded-Host: evil.example'
check "Forwarded: host: 200" status 200 / -H 'Host: x.invalid' \
  -H 'Forwarded: for=192.0.2.1;host=www.example.org;proto=https'
stop

# --- the example ---
cp -r "$here/../examples" "$conf/"
example=$conf/examples/operations/otus.toml
check "the example" prints check --config "$example"

# --- wrong files: each one line with file and line ---
# wrong LINE TEXT
wrong() {
  printf '%b' "$2" >"$conf/wrong.toml"
  check "wrong file: $2" says "$conf/wrong.toml$1" check --config "$conf/wrong.toml"
}
wrong ":1: unknown key: prot (did you mean port?)" 'prot = 1'
wrong ":2: unknown key: browse (write listing)" 'port = 1\nbrowse = true'
wrong ":1: not TOML" 'port 80'
wrong ":2: not TOML: Duplicate key: port" 'port = 1\nport = 2'
wrong ":2: listen 127.0.0.1:1,proxy-protocol needs the proxies" \
  'root = "a"\nlisten = "127.0.0.1:1,proxy-protocol"'
wrong ":1: root: no such directory" 'root = "none"'
wrong ":1: auth-file: " 'auth-file = "none"\nroot = "a"'
wrong ":2: mount /x: " 'root = "a"\nmount = "/x=nothing"'
wrong ":1: the option symlinks must be" '[[site]]\nhosts = "a.example"\nroot = "a"\nsymlinks = "x"'
wrong ":1: the site needs a root or a mount" '[[site]]\nhosts = "a.example"'
usage_error "no such file" --config "$conf/none.toml"
usage_error "a directory as the file" --config "$conf"
