# HTTP/2: requests with curl, nghttp and h2load, by ALPN and without TLS; drains, restarts, attacks.

need_tools() { command -v nghttp && command -v h2load; }
check "nghttp2-client is installed" need_tools

head -c 8M /dev/urandom >"$site/8m.bin"
head -c 20000 /dev/urandom >"$site/20k.bin"
mkdir "$site/files"
gzip -kc "$site/offsets.txt" >"$site/offsets.txt.gz"

# Each request twice: without TLS, and over TLS.
h2c=(--http2-prior-knowledge)
h2=(--http2 --insecure)

# h2 WANTED PATH [CURL OPTION…]: as `status`, but the version has to be 2; both ways have to agree.
h2() {
  local wanted=$1 path=$2 way got
  shift 2
  for way in h2c h2; do
    rm -f "$work/body"
    local -n options=$way
    local url=http://127.0.0.1:$port
    [[ $way == h2c ]] || url=https://127.0.0.1:$tls
    got=$(curl -sS --max-time 20 --path-as-is "${options[@]}" -D "$work/head" -o "$work/body" \
      -w '%{http_version} %{http_code}' "$@" "$url$path")
    echo "$way $path: $got, wanted 2 $wanted"
    [[ $got =~ ^2\ ($wanted)$ ]] || return 1
  done
}

client() { check "http2: ${1//_/ }" timeout 60 python3 -B "$here/http2_clients.py" "$@"; }

tls_port() { sed -n 's|.*https://127\.0\.0\.1:\([0-9]*\)/.*|\1|p' "$work/out" | head -n 1; }

log=$work/access.log
serve --tls-self-signed --tls-port 0 --listing --access-log "$log"
tls=$(tls_port)
check "a file: 200" h2 200 /offsets.txt
check "its bytes" cmp "$work/body" "$site/offsets.txt"
etag=$(header etag)
check "its length" header content-length "$(stat -c %s "$site/offsets.txt")"
check "a large file: 200" h2 200 /8m.bin
check "its bytes" cmp "$work/body" "$site/8m.bin"
check "HEAD: 200" h2 200 /8m.bin --head
check "the length of the file" header content-length 8388608
check "a range: 206" h2 206 /offsets.txt -r 8-15
check "its bytes" cmp "$work/body" <(printf '0000008\n')
check "two ranges: 206" h2 206 /offsets.txt -r 0-7,700-707
check "they are in parts" header content-type 'multipart/byteranges; boundary=.*'
check "beyond the end: 416" h2 416 /offsets.txt -r 9000-
check "the same entity tag: 304" h2 304 /offsets.txt -H "If-None-Match: $etag"
check "304 has no body" body_is_empty
check "a precompressed file: 200" h2 200 /offsets.txt -H 'Accept-Encoding: gzip'
check "it is the .gz" cmp "$work/body" "$site/offsets.txt.gz"
check "a listing: 200" h2 200 /files/
check "missing: 404" h2 404 /none
check "a link out of the root: 404" h2 404 /outside.txt
check "an upload to a file: 405" h2 405 /offsets.txt --data-binary "@$site/20k.bin"
check "an upload that waits for 100: 405" h2 405 /offsets.txt -H 'Expect: 100-continue' -d x
check "a host that is not this one: as in HTTP/1" h2 "200|421" / -H 'Host: other.test'
line='^127\.0\.0\.1 - - \[[^]]+\] "GET /offsets\.txt HTTP/2\.0" 200 [0-9]+ "-" "curl/[^"]+"$'
logged() { grep -E "$line" "$log"; }
check "the access log has HTTP/2.0" idle_until logged

# nghttp URL…: all on one connection; all have to be 200.
all_200() {
  nghttp -nsv "$@" >"$work/nghttp.log" || return 1
  tail -n 12 "$work/nghttp.log"
  [[ $(grep -c ':status: 200' "$work/nghttp.log") == "$#" ]]
}
check "nghttp: many files on one connection" \
  all_200 "http://127.0.0.1:$port"/{,8m.bin,20k.bin,offsets.txt,style.css}
check "nghttp over TLS" all_200 "https://127.0.0.1:$tls"/{,8m.bin,20k.bin,offsets.txt,style.css}

# curl 7.88 discards a response that comes before the end of the upload.
upload_405() {
  nghttp -nv -d "$site/8m.bin" "$1" >"$work/nghttp.log" || return 1
  tail -n 12 "$work/nghttp.log"
  grep ':status: 405' "$work/nghttp.log"
}
check "nghttp: an upload of 8 MiB to a file: 405" upload_405 "http://127.0.0.1:$port/offsets.txt"

# load N URL [OPTION…]: every request of h2load succeeds.
load() {
  h2load -n "$1" -c 10 -m 50 "${@:3}" "$2" >"$work/load.log" || return 1
  grep -E '^(requests|status codes|finished)' "$work/load.log"
  grep -qF "$1 succeeded, 0 failed, 0 errored, 0 timeout" "$work/load.log"
}
check "h2load" load 20000 "http://127.0.0.1:$port/20k.bin"
check "h2load over TLS" load 5000 "https://127.0.0.1:$tls/20k.bin"
check "h2load: 800 MiB" load 100 "http://127.0.0.1:$port/8m.bin" -w 24 -W 30
check "h2load with windows of 1 KiB" load 500 "http://127.0.0.1:$port/20k.bin" -w 10 -W 12
client drain "$port" "$site" "$server"
check "exit code 0" ends_with 0

log=$work/restart.log
flags=(--pid-file "$work/otus.pid" --port "$(free_port)" --root "$site" --access-log "$log")
port=${flags[3]}
check "start" "$launcher" start "${flags[@]}"
client restart "$port" "$site" "$launcher" restart "${flags[@]}"

# h2load opens no new connection after GOAWAY, and counts requests that it has not sent as failed.
# So the requests that it has sent are those of the access log, and each must have succeeded.
h2load -n 200000 -c 20 -m 10 "http://127.0.0.1:$port/20k.bin" >"$work/load.log" &
load=$!
of_h2load() { grep -c '"h2load ' "$log"; }
requested() { [[ $(of_h2load) -gt 1000 ]]; }
check "h2load sends requests" idle_until requested
check "a restart under h2load" "$launcher" restart "${flags[@]}"
wait "$load"
check "stop" "$launcher" stop --pid-file "$work/otus.pid"
all_answered() {
  local sent succeeded
  sent=$(of_h2load)
  succeeded=$(sed -n 's/^requests: .* \([0-9]*\) succeeded.*/\1/p' "$work/load.log")
  echo "$sent in the access log, $succeeded succeeded"
  [[ $sent == "$succeeded" ]]
}
check "each request that h2load has sent is answered" all_answered

config=$work/otus.toml
socket=$work/admin.sock
echo 'max-streams = 7' >"$config"
serve --config "$config" --admin "unix:$socket"
client streams "$port" 7
echo 'max-streams = 9' >"$config"
check "a reload" "$launcher" reload --admin "unix:$socket"
client streams "$port" 9
stop

serve --h2c off
client refused "$port"
check "HTTP/1.1 is served" status 200 /
stop
serve --tls-self-signed --tls-port 0 --http2 off
tls=$(tls_port)
version() {
  curl -sS --insecure --http2 -o "$work/body" -w '%{http_version}' "https://127.0.0.1:$tls/"
}
check "--http2 off: ALPN gives HTTP/1.1" [ "$(version)" = 1.1 ]
stop

attacks() {
  local code=0
  timeout 90 python3 -B "$here/../tools/abuse/http2.py" --quick --image "$image" \
    >"$work/attacks.log" || code=$?
  grep -v '^ok' "$work/attacks.log"
  return $code
}
check "attacks have their verdicts" attacks
