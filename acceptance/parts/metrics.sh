# The pages for operators: metrics that Prometheus reads, health checks, status, admin listener.

# operators PATH WANTED [CURL OPTION…]: of the admin listener.
operators() {
  local got
  got=$(curl -sS --max-time 20 -D "$work/head" -o "$work/body" -w '%{http_code}' "${@:3}" \
    "http://127.0.0.1:$admin$1")
  echo "$1: $got, wanted $2"
  [[ $got == "$2" ]]
}

admin=$(free_port)
serve --admin "$admin" --workers 2
check "banner names the admin listener" grep -q "http://127.0.0.1:$admin/   (admin)" "$work/out"
check "live" operators /health/live 200
check "ready" operators /health/ready 200
check "links" operators / 200
check "status page" operators /status 200
check "status page has a policy without exceptions" \
  header content-security-policy "default-src 'none';.*sha256.*sha256.*"
check "metrics" operators /metrics 200
check "media type of metrics" header content-type 'text/plain; version=0.0.4; charset=utf-8'
check "nothing is stored by caches" header cache-control no-store
promtool_is_silent() { promtool check metrics <"$work/body" >"$work/promtool" 2>&1 && [[ ! -s $work/promtool ]]; }
check "promtool has no complaint" promtool_is_silent
check "rules are valid" promtool check rules "$here/../examples/operations/alerts.yml"
check "Prometheus has the numbers of the clients" \
  timeout 40 python3 -B "$here/prometheus.py" "$port" "$admin" "$work"
check "only known methods" operators /metrics 405 -X DELETE
check "reload by GET is not allowed" operators /reload 405
check "reload by another site is refused" \
  operators /reload 403 -X POST --header 'Origin: http://evil.example'
check "another host is refused" operators /metrics 421 --header 'Host: evil.example'
events() { curl -sN --max-time 3 "http://127.0.0.1:$admin/status/events" || [[ $? == 28 ]]; }
events_come() { events | tee "$work/events" | grep -c '^event: sample' | grep -q '[12345]'; }
check "events come once a second" events_come
curl -sN --max-time 30 -o "$work/stream" "http://127.0.0.1:$admin/status/events" &
stream=$!
helpers+=("$stream")
check "a stream is open" idle_until test -s "$work/stream"
stop
stream_ended() { wait "$stream"; }
check "the stop ends open streams without an error" stream_ended

serve --admin "$admin" --shutdown-delay 3s
check "ready before the stop" operators /health/ready 200
signal TERM
not_ready() { for _ in {1..10}; do ! operators /health/ready 503 || return 0; sleep 0.1; done; return 1; }
check "not ready from the begin of the stop" not_ready
check "still live" operators /health/live 200
check "still serves" status 200 /index.html
check "ends after the delay" ends_with 0

serve --admin "unix:$work/admin.sock"
over_unix() { curl -sS --max-time 20 --unix-socket "$work/admin.sock" http://localhost/health/ready | grep -q ready; }
check "answers on a Unix socket" over_unix
check "only its owner may connect" test "$(stat -c %a:%F "$work/admin.sock")" = 600:socket
usage_error "another process listens" --port 0 --admin "unix:$work/admin.sock" "$site"
check "still answers" over_unix
signal KILL
check "is killed" ends_with 137
check "a killed server leaves its socket" test -S "$work/admin.sock"
serve --admin "unix:$work/admin.sock"
check "the next one replaces it" over_unix
stop
check "a stop removes it" test ! -e "$work/admin.sock"

serve --admin "0.0.0.0:$admin"
check "warns if other machines can reach it" grep -q -- '--admin.*without a password' "$work/err"
check "in one line" test "$(wc -l <"$work/err")" = 1
stop

echo 'ann:$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW' >"$work/users"
serve --mount /ops=admin --filter "/ops=auth:file=$work/users"
check "mounted: requires a password" status 401 /ops/metrics
check "mounted: accepts it" status 200 /ops/metrics --user 'ann:U*U'
counts_itself() { grep -q 'otus_auth_refused_total{site="default",mount="/ops"} 1' "$work/body"; }
check "mounted: the filter counts" counts_itself
check "mounted: links need a slash" status 308 /ops --user 'ann:U*U'
check "mounted: its slash" header location './ops/'
check "mounted: links" status 200 /ops/ --user 'ann:U*U'
check "mounted: status" status 200 /ops/status --user 'ann:U*U'
stop

usage_error "no port" --admin localhost: "$site"
usage_error "no path" --admin unix: "$site"
usage_error "no directory" --port 0 --admin "unix:$work/missing/s" "$site"
usage_error "not a socket" --port 0 --admin "unix:$site/index.html" "$site"
