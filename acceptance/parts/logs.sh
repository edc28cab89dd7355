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
