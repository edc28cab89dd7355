# Reloads: the new settings replace the current ones as a whole, or not at all.

check "reloads under load, and wrong settings between them" \
  timeout 200 python3 -B "$here/../tools/reload-under-load.py" --reloads 6 --image "$image"

config=$work/otus.toml
socket=$work/admin.sock
version() { printf 'header = ["X-Version: %s"]\n%s\n' "$1" "${2:-}" >"$config"; }
reload() { "$launcher" reload --admin "unix:$socket"; }
logged() { grep -F "$1" "$work/err"; }
served() { status 200 / && header x-version "$1"; }

version 1
serve --config "$config" --admin "unix:$socket"
check "serves the first settings" served 1
version 2
check "reload prints the result" [ "$(reload)" = "the new settings are used" ]
check "serves the second settings" served 2
version 3
signal HUP
check "HUP reloads" idle_until served 3
check "HUP: the result is in the log" logged 'event=reloaded message="the new settings are used"'
version 4 'workers = 1'
check "a change that needs a restart is named" \
  [ "$(reload)" = "the new settings are used, except these, which need a restart: workers" ]
version 5 'mount = ["/x=nope"]'
refused() {
  local code=0
  reload 2>"$work/refused" || code=$?
  cat "$work/refused"
  [[ $code == 1 && $(wc -l <"$work/refused") == 1 ]] && grep -qF "otus.toml:2: mount /x: no such handler" "$work/refused"
}
check "wrong settings are refused with one line and their place" refused
check "the former settings stay" served 4
check "POST answers 422" [ "$(curl -s -o "$work/body" -w '%{http_code}' --unix-socket "$socket" \
  -X POST http://localhost/reload)" = 422 ]
check "a page of another site must not reload" [ "$(curl -s -o "$work/body" -w '%{http_code}' \
  --unix-socket "$socket" -X POST -H 'Sec-Fetch-Site: cross-site' http://localhost/reload)" = 403 ]
rm "$config"
mkfifo "$config"
refused_pipe() {
  local code=0
  timeout 20 "$launcher" reload --admin "unix:$socket" 2>"$work/refused" || code=$?
  cat "$work/refused"
  [[ $code == 1 ]] && grep -qF "otus.toml: not a regular file" "$work/refused"
}
check "a pipe in place of the file is refused, not opened" refused_pipe
check "the former settings still stay" served 4
stop

printf 'header = ["X-Version: 6"]\n' >"$config.6"
serve --config <(cat "$config.6") --admin "unix:$socket"
check "a start reads its settings from a pipe" served 6
stop
nobody_answers() { ! reload 2>"$work/refused" && [[ $(wc -l <"$work/refused") == 1 ]]; }
check "reload without a server: one line" nobody_answers
usage_error "reload without an admin address" reload

# terminal ACTION: sends HUP to a server in a terminal of its own (hup), or closes the terminal.
terminal() {
  timeout 60 python3 -B - "$launcher" "$site" "$1" <<'PYTHON'
import os, pty, signal, sys, time, urllib.request
launcher, site, action = sys.argv[1:]
pid, terminal = pty.fork()
if pid == 0:
    os.execv(launcher, [launcher, "--port", "0", "--root", site])
text = b""
while b"Stop with" not in text:
    text += os.read(terminal, 4096)
url = text[text.index(b"http://"):].split()[0].decode()
if action == "hup":
    os.kill(pid, signal.SIGHUP)
    time.sleep(1)
    assert urllib.request.urlopen(url).status == 200
    os.kill(pid, signal.SIGTERM)
else:
    os.close(terminal)
for _ in range(200):
    ended, status = os.waitpid(pid, os.WNOHANG)
    if ended:
        sys.exit(os.waitstatus_to_exitcode(status))
    time.sleep(0.1)
os.kill(pid, signal.SIGKILL)
sys.exit("did not end")
PYTHON
}
check "HUP from kill keeps a server in a terminal running" terminal hup
check "a server whose terminal is closed stops" terminal close
