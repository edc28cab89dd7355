# The access log: exactly one line for each response; no request waits for its target.

log=$work/access.log

# lines COUNT REGEX: the access log has exactly that many lines, all of which match.
lines() {
  cat "$log"
  [[ $(wc -l <"$log") == "$1" && $(grep -cE "$2" "$log") == "$1" ]]
}

mixed() {
  check "mixed traffic: one line each, bytes as the clients counted: $1" \
    timeout 120 python3 -B "$here/../tools/mixed-traffic.py" --requests 2400 --format "$1" \
    --image "$image"
}
mixed json
mixed combined

usage_error "a log in a directory that is missing" --access-log "$work/none/access.log"
usage_error "a log that is a directory" --access-log "$work"
usage_error "an unknown format" --access-log "xml:$log"

serve --access-log "$log" --request-id
status 200 / --user-agent 'quoted " agent' --header 'X-Request-Id: mine'
check "the id of a client is replaced" header x-request-id '[0-9a-f]{32}'
check "combined line" \
  idle_until lines 1 '^127\.0\.0\.1 - - \[[^]]+\] "GET / HTTP/1\.1" 200 [0-9]+ "-" "quoted \\x22 agent"$'
mv "$log" "$log.1"
status 200 /offsets.txt
signal USR1
idle_until test -f "$log"
status 404 /none
signal HUP
status 200 /empty.txt
stop
check "renamed: lines go on in a new file" lines 2 '"GET /(none|empty.txt) HTTP'
log=$log.1
check "renamed: earlier lines are in the old file" lines 2 '"GET /(offsets.txt)? HTTP'

ended_within() { # SECONDS: wrk's slowest request
  timeout 60 wrk -t1 -c20 -d2s --latency "http://127.0.0.1:$port/index.html" >"$work/wrk"
  cat "$work/wrk"
  ! grep -qE 'Socket errors|Non-2xx' "$work/wrk" && awk -v max="$1" '
    /99%/ { t = $2; s = t ~ /us$/ ? t / 1e6 : t ~ /ms$/ ? t / 1e3 : t + 0; exit !(s < max) }' "$work/wrk"
}

serve --access-log /dev/full
check "a full disk: 99 % of requests end within a second" ended_within 1
stop
check "a full disk: is logged" grep -q 'event=access-log-failed' "$work/err"

mkfifo "$work/unread"
serve --access-log "json:$work/unread"
check "a pipe that is not read: 99 % of requests end within a second" ended_within 1
timeout 5 cat "$work/unread" >"$work/read" &
helpers+=($!)
check "read again: lost lines are logged" idle_until grep -q 'event=log-lines-lost' "$work/err"
stop

serve --log-format json --log-level debug
status 400 / --header 'Host: a b'
stop
check "server log as JSON, with the reason of a refused request" python3 -c '
import json, sys
events = [json.loads(line) for line in open(sys.argv[1])]
assert any(e.get("event") == "refused" and e["level"] == "FINE" for e in events), events
' "$work/err"
