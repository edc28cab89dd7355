# Logs that are full, and logs that stall: the server continues.

serve_by "with a log that is full" \
  bash -c 'exec "$@" 2>/dev/full' - "$launcher" --max-connections 20
raw goes_on_without_a_log 20
stop

# Neither its log nor its output can be written, so that its banner cannot name the port.
port=$(free_port)
"$launcher" --port "$port" --root "$site" >/dev/full 2>&1 </dev/null &
server=$!
check "all its output is full: answers" \
  status 200 / --retry 50 --retry-delay 1 --retry-connrefused --max-time 2
stop

# A pipe that is full: the first word waits.
mkfifo "$work/pipe"
sleep 600 <"$work/pipe" &
helpers+=($!)
head -c 65536 /dev/zero >"$work/pipe"
serve_by "with a log that nothing reads" \
  bash -c 'exec "$@" 2>"$0"' "$work/pipe" "$launcher" --workers 1
check "it rejects a host, which is logged" status 421 / --header 'Host: evil.example'
check "and continues" status 200 /
stop

# Each line of a log in JSON is an object with the pairs of its event, also for warnings of a start
# and of reloads, and for values with quotes.
config=$work/otus.toml
mkdir -p "$work/plugins"
echo "no zip" >"$work/plugins/\"bad\".jar"
printf 'plugins = "plugins"\nskip-bad-plugins = true\n' >"$config"
serve_by "with a log in JSON" env OTUS_NO_SUCH=1 "$launcher" --config "$config" --log-format json
check "it rejects a host with a quote" status '4..' / --header 'Host: evil"e=f.example'
check "it rejects a host" status 421 / --header 'Host: evil.example'
printf "header = ['nope \"quoted\"']\n" >"$config"
signal HUP
check "the reload is refused" idle_until grep -q reload-refused "$work/err"
printf 'plugins = "plugins"\nskip-bad-plugins = true\n' >"$config"
signal HUP
check "the reload is done" idle_until grep -q '"reloaded"' "$work/err"
stop
json_lines() {
  python3 -B - "$work/err" <<'PYTHON'
import json, sys
events = {}
for line in open(sys.argv[1]):
    event = json.loads(line)
    assert {"time", "level", "logger", "event"} <= event.keys(), line
    assert event["level"] in ("error", "warning", "info", "debug"), line
    events.setdefault(event["event"], []).append(event)
print(events)
warned = [each["message"] for each in events["warning-reported"]]
assert any("OTUS_NO_SUCH" in each for each in warned), warned
assert sum('"bad".jar' in each for each in warned) == 2, warned
assert events["host-refused"][0]["host"] == "evil.example"
assert '"quoted"' in events["reload-refused"][0]["message"]
assert events["reloaded"][0]["level"] == "info"
PYTHON
}
check "each line is a JSON object with its members" json_lines

# systemd names the stream of the journal; a file takes its place here.
: >"$work/err"
JOURNAL_STREAM=$(stat -c %d:%i "$work/err") serve
check "it rejects a host" status 421 / --header 'Host: evil.example'
stop
check "a line for the journal begins with its priority" grep -q '^<4>.*event=host-refused' "$work/err"
JOURNAL_STREAM=1:1 serve
check "it rejects a host" status 421 / --header 'Host: evil.example'
stop
check "a line for others does not" grep -q '^[0-9].*event=host-refused' "$work/err"
