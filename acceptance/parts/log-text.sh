# Both logs tell the same story: addresses, ids, numbers, ends and lost lines.

log=$work/access.json

# logged NAME PYTHON…: the assertions hold for `lines` of the access log and `events` of the server
# log.
logged() {
  python3 -B - "$log" "$work/err" "$1" <<'PYTHON'
import json, sys
lines = [json.loads(line) for line in open(sys.argv[1], encoding="ascii")]
events = [json.loads(line) for line in open(sys.argv[2]) if line.startswith("{")]
print(lines[-3:], events[-3:])
exec(sys.argv[3])
PYTHON
}

# The id of the last response is that of the last line.
same_id() {
  local id
  id=$(header x-request-id '[0-9a-f]{32}') || return 1
  idle_until logged "assert lines[-1]['request_id'] == '$id', '$id'"
}

serve --access-log "json:$log" --log-format json --request-id --trusted-proxies 127.0.0.1 \
  --max-request-rate 1/m,burst=1 --max-head 4k
client='X-Forwarded-For: 2001:db8:0:0:0:0:0:1'
check "answers" status 200 / --header "$client" --user-agent $'\u2603 \u202e'
check "with an id" same_id
check "answers" status 200 / --header "$client"
check "beyond the rate: 429" status 429 / --header "$client"
check "a 429 has the id of its line" same_id
check "a bad host: 400" status 400 / --header 'Host: a b'
check "a 400 has the id of its line" same_id
check "a large head: 431" status 431 / --header "X-Large: $(head -c 5000 /dev/zero | tr '\0' x)"
check "a 431 has the id of its line" same_id
check "an address is that of RFC 5952 in both logs, and a number is a number" \
  idle_until logged "
assert lines[0]['peer'] == '2001:db8::1', lines[0]
assert lines[0]['agent'] == '\u2603 \u202e', lines[0]
refused = [e for e in events if e['event'] == 'request-refused'][0]
assert refused['client'] == '2001:db8::1' and refused['times'] == 1, refused"
for _ in {1..20}; do status 429 / --header "$client"; done >"$work/check.log" 2>&1
sleep 1.2
check "beyond the rate: 429" status 429 / --header "$client"
check "the next line says what was held back" idle_until logged "
assert sum(e['times'] for e in events if e['event'] == 'request-refused') == 22"
stop

head -c 20000000 /dev/zero >"$site/large.bin"
rm -f "$log"
serve --access-log "json:$log" --grace-period 1s
curl -s --limit-rate 100k -o "$work/large" "http://127.0.0.1:$port/large.bin" &
helpers+=($!)
check "a slow download runs" idle_until test -s "$work/large"
signal TERM
check "ends" ends_with 0
check "its end is that of the server" logged "
assert (lines[0]['status'], lines[0]['end']) == (200, 'server_closed'), lines"

mkfifo "$work/unread"
serve --access-log "json:$work/unread"
said() { awk -F'count=' -v least="$1" '/event=log-lines-lost/ { n += $2 } END { print n; exit n < least }' "$work/err"; }
ab -q -k -n 20000 -c 10 "http://127.0.0.1:$port/empty.txt" >"$work/ab" 2>&1
check "a pipe that is not read: lost lines are said" idle_until said 5000
stop
# All but what the pipe holds, 64 KiB.
check "and the rest at the stop" said 19000
