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
check "answers" status 200 / --user-agent 'quoted " agent' --header 'X-Request-Id: mine'
check "the id of a client is replaced" header x-request-id '[0-9a-f]{32}'
check "combined line" \
  idle_until lines 1 '^127\.0\.0\.1 - - \[[^]]+\] "GET / HTTP/1\.1" 200 [0-9]+ "-" "quoted \\x22 agent"$'
# The example for logrotate renames the file, creates another and sends USR1.
sed -e "s|/var/log/otus-server/access.log|$log|" -e "s|otus-server adm|$(id -un) $(id -gn)|" \
  -e "s|systemctl kill .*|kill -USR1 $server|" \
  "$here/../examples/operations/logrotate.conf" >"$work/logrotate.conf"
rotate() { /usr/sbin/logrotate --force --state "$work/logrotate.state" "$work/logrotate.conf"; }
has_open() { ls -l "/proc/$server/fd" | grep -F "$1" | grep -qv deleted; }

check "answers" status 200 /offsets.txt
check "its line is written" idle_until lines 2 '"GET /(offsets.txt)? HTTP'
check "logrotate with the example" rotate
check "the new file is open" idle_until has_open "$log"
check "answers" status 404 /none
check "its line is written" idle_until lines 1 '"GET /none HTTP'
mv "$log" "$work/hangup.log"
signal HUP
check "HUP: a new file is open" idle_until has_open "$log"
check "answers" status 200 /empty.txt
stop
check "lines after HUP are in the new file" lines 1 '"GET /empty.txt HTTP'
current=$log
log=$work/hangup.log
check "lines before HUP are in the renamed file" lines 1 '"GET /none HTTP'
log=$current.1
check "lines before logrotate are in the rotated file" lines 2 '"GET /(offsets.txt)? HTTP'

# ended_within SECONDS: 99 % of the requests under load. Their lines are long, so that they fill the
# queue.
ended_within() {
  timeout 60 wrk -t1 -c20 -d2s --latency "http://127.0.0.1:$port/index.html?$(head -c 1000 /dev/zero | tr '\0' q)" \
    >"$work/wrk"
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
check "refuses" status 400 / --header 'Host: a b'
stop
check "server log as JSON, with the reason of a refused request" python3 -c '
import json, sys
events = [json.loads(line) for line in open(sys.argv[1])]
assert any(e.get("event") == "refused" and e["level"] == "debug" for e in events), events
' "$work/err"
