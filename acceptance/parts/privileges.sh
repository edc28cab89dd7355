# A port below 1024 for a server without root: docs/installing.md. Needs root, to give privileges away.

if ((EUID != 0)); then
  echo "skipped: needs root"
  return
fi
nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
ambient=("${nobody[@]}" --inh-caps +net_bind_service --ambient-caps +net_bind_service)
low=$(python3 -c '
import socket
for port in range(1023, 600, -1):
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)):
            print(port)
            break')
chmod 711 "$work"
cp -a "$image" "$work/image"
launcher=$work/image/bin/otus-server

# answers COMMAND…: starts a server with the command, and asks it.
answers() {
  local got='' pid
  "$@" --port "$low" "$site" >"$work/out" 2>"$work/err" </dev/null &
  pid=$!
  for _ in {1..100}; do
    got=$(curl -s --max-time 5 -o /dev/null -w '%{http_code}' "http://127.0.0.1:$low/") || true
    [[ $got == 000 ]] && kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  kill "$pid" 2>/dev/null || true
  wait "$pid" || true
  cat "$work/err"
  [[ $got == 200 ]]
}

denied() { ! answers "${nobody[@]}" "$launcher" && grep -q "no permission to listen on port $low" "$work/err"; }
check "another user may not, and is told so" denied
check "with an ambient capability" answers "${ambient[@]}" "$launcher"

# A program with capabilities does not look for libraries beside itself, so the system must know them.
setcap cap_net_bind_service=+ep "$work/image/bin/java"
echo "$work/image/lib" >"$work/ld.conf"
ldconfig -f "$work/ld.conf" -C "$work/ld.cache"
# Only this test has the changed cache: a mount that no other process sees.
isolated=(unshare --mount sh -c 'mount --bind "$0" /etc/ld.so.cache && exec "$@"' "$work/ld.cache")
check "with a capability of the file and its libraries known" \
  answers "${isolated[@]}" "${nobody[@]}" "$launcher"
