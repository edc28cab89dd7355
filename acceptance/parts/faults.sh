# What the machine does to a server: its root goes away, the clock jumps, the process is killed, the
# heap is small. Each time it must answer as before when the fault is over.

# --- the root directory is renamed, replaced, emptied ---

serve
check "before" status 200 /index.html
mv "$site" "$site.away"
check "without a root directory: 404" soon status 404 /index.html
: >"$site"
check "a file in its place: 404" status 404 /index.html
rm "$site"
mv "$site.away" "$site"
check "it is back" soon status 200 /index.html
check "with its bytes" same_bytes "$site/index.html" /index.html
stop

# Root may read everything, so root has another user serve.
somebody=()
((EUID != 0)) || somebody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
chmod 711 "$work"
cp -a "$image" "$work/image"
serve_by "as another user" "${somebody[@]}" "$work/image/bin/otus-server"
check "before" status 200 /index.html
chmod 000 "$site"
check "permissions revoked: 403" soon status 403 /index.html
chmod 755 "$site"
check "granted again" soon status 200 /index.html
stop

# --- the clock jumps ---

faketime=$(find /usr/lib -name libfaketimeMT.so.1 2>/dev/null | head -n 1)
clock() { # OFFSET: sets the clock of the server
  echo "$1" >"$work/clock.new"
  mv "$work/clock.new" "$work/clock"
}
day() { status 200 /index.html && [[ $(header date) == *"$(LC_ALL=C date -u -d "$1" '+%d %b %Y')"* ]]; }
not_modified() { status 304 /offsets.txt --header "If-None-Match: $tag"; }
clock +0
serve_by "with a clock of its own" env LD_PRELOAD="$faketime" FAKETIME_DONT_FAKE_MONOTONIC=1 \
  FAKETIME_NO_CACHE=1 FAKETIME_TIMESTAMP_FILE="$work/clock" "$launcher" --idle-timeout 2s
check "today" day today
status 200 /offsets.txt >/dev/null
tag=$(header etag)
for jump in +400d -400d +0; do
  clock "$jump"
  check "the clock jumps by $jump: the header Date follows" soon day "${jump/+0/0d}ays"
  check "a file has not changed" not_modified
  check "requests are answered" same_bytes "$site/offsets.txt" /offsets.txt
done
idle_ends() { # timeouts measure elapsed time, so a jump neither closes nor keeps connections
  timeout 10 python3 -c '
import socket, sys, time
s = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
s.sendall(b"GET /index.html HTTP/1.1\r\nHost: localhost\r\n\r\n")
while s.recv(65536)[-8:] != b"</html>\n": pass
begin = time.monotonic()
open(sys.argv[2], "w").write(sys.argv[3] + "\n")
while s.recv(65536): pass
took = time.monotonic() - begin
print(took, "s")
sys.exit(not 1.5 < took < 6)' "$port" "$work/clock" "$1"
}
check "a jump forwards closes no idle connection" idle_ends +1d
check "a jump backwards keeps none" idle_ends -1d
stop

# --- kill -9, then another one at the same port ---

serve --workers 2
former=$port
timeout 30 wrk -t1 -c50 -d4s "http://127.0.0.1:$port/index.html" >"$work/wrk" &
helpers+=($!)
sleep 0.5
signal KILL
wait "$server" 2>/dev/null || true
again() {
  "$launcher" --port "$former" --root "$site" --workers 2 >"$work/out" 2>"$work/err" </dev/null &
  server=$!
  for _ in {1..50}; do
    ! status 200 /index.html || return 0
    sleep 0.1
  done
  cat "$work/err"
  return 1
}
check "a server at the port of a killed one" again
check "it ends its load, too" wait "${helpers[-1]}"
check "and answers" same_bytes "$site/index.html" /index.html
stop

# --- a heap of 64 MiB ---

export OTUS_JAVA_OPTS=-Xmx64m
serve --compress --listing
unset OTUS_JAVA_OPTS
head -c 30000000 /dev/urandom >"$site/large.bin"
many_at_once() {
  timeout 60 ab -q -s 30 -n 3000 -c 300 "http://127.0.0.1:$port/index.html" | tee "$work/ab"
  grep -q '^Complete requests: *3000$' "$work/ab" && grep -q '^Failed requests: *0$' "$work/ab" &&
    ! grep -q '^Non-2xx' "$work/ab"
}
downloads() {
  local pids=() pid
  for _ in {1..20}; do
    curl -sS --max-time 60 -o /dev/null "http://127.0.0.1:$port/large.bin" &
    pids+=($!)
  done
  for pid in "${pids[@]}"; do wait "$pid" || return; done
}
check "64 MiB of heap: 300 clients" many_at_once
check "20 downloads of 30 MB" downloads
check "compressed" status 200 / --header 'Accept-Encoding: gzip'
check "a listing" status 200 /guide/
check "no memory ran out" bash -c '! grep -i "outofmemory" "$1"' - "$work/err"
stop
