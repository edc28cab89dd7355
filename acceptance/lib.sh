# The vocabulary of the parts. `run` sources this file and then one part; $here and $image are set.
# shellcheck shell=bash disable=SC2034,SC2154

launcher=$image/bin/otus-server
work=$(mktemp -d)
site=$work/site # the root of the servers
export LC_ALL=C.UTF-8
ulimit -n "$(ulimit -Hn)" # wrk opens a thousand connections

server=''  # process id of the server under test
port=''    # its port
helpers=() # process ids of other programs, which are killed in the end
passed=0
failed=0

finish() {
  local pid mounted
  for pid in $server "${helpers[@]}"; do
    kill -KILL "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true # or bash would print that it was killed
  done
  for mounted in "$site"/*/; do
    ! mountpoint -q "$mounted" || umount -l "$mounted"
  done
  chmod -R u+rwx "$work"
  rm -rf "$work"
  echo "$passed passed, $failed failed"
}
trap finish EXIT

# --- checks ---

# check NAME COMMAND…: passes if the command does; prints its output if not.
check() {
  local name=$1
  shift
  if "$@" >"$work/check.log" 2>&1; then
    passed=$((passed + 1))
    echo "ok    $name"
  else
    failed=$((failed + 1))
    echo "FAIL  $name"
    head -n 20 "$work/check.log" | sed 's/^/      | /'
  fi
}

# status WANTED PATH [CURL OPTION…]: leaves the response in $work/head and $work/body.
status() {
  local wanted=$1 path=$2 got
  shift 2
  rm -f "$work/body" # curl leaves it alone if the response has no body
  got=$(curl -sS --max-time 20 --path-as-is -D "$work/head" -o "$work/body" -w '%{http_code}' \
    "$@" "http://127.0.0.1:$port$path")
  echo "$path: $got, wanted $wanted"
  [[ $got =~ ^($wanted)$ ]]
}

# header NAME REGEX: of the response that status left; without REGEX prints the value.
header() {
  local value
  value=$(tr -d '\r' <"$work/head" | sed -n "s/^$1: //Ip")
  echo "$value"
  [[ $value =~ ^(${2:-.*})$ ]]
}

lacks_header() { ! grep -i "^$1:" "$work/head"; }

body_is() { cmp "$work/body" - <<<"$1"; }
body_is_empty() { [[ ! -s $work/body ]]; }

# same_bytes FILE PATH
same_bytes() {
  status 200 "$2" && cmp "$1" "$work/body" && header content-length "$(stat -c %s "$1")"
}

# raw NAME [ARGUMENT…]: a check of raw.py, which has its own sockets.
raw() {
  local name=$1
  shift
  check "raw: ${name//_/ }" timeout 120 python3 -B "$here/raw.py" "$name" "$port" "$@"
}

# usage_error NAME FLAG…: exit code 2 and one line.
usage_error() {
  check "usage error: $1: exit code 2 and one line" is_usage_error "${@:2}"
}

is_usage_error() {
  local code=0
  timeout 10 "$launcher" "$@" >/dev/null 2>"$work/err" || code=$?
  echo "exit code $code"
  cat "$work/err"
  [[ $code == 2 && $(wc -l <"$work/err") == 1 ]]
}

# soon COMMAND…: passes once the command does, within 20 seconds of requests.
soon() {
  for _ in {1..100}; do
    ! "$@" || return 0
    curl -s --max-time 5 -o "$work/body" --user 'ann:U*U' "http://127.0.0.1:$port/" || true
    sleep 0.2
  done
  return 1
}

# idle_until COMMAND…: passes once the command does, within 30 seconds without requests.
idle_until() {
  for _ in {1..60}; do
    ! "$@" || return 0
    sleep 0.5
  done
  return 1
}

# --- servers ---

# start COMMAND…: a server for $site on a free port; waits for the banner that names the port.
start() {
  # A background job of a script ignores SIGINT, and Java would go on ignoring it.
  # No locale: which file names can be opened must not depend on it.
  # The output of the previous server goes first: the job may be slow to truncate the file itself.
  : >"$work/out"
  env --default-signal=INT LC_ALL=C "$@" --port 0 --root "$site" >"$work/out" 2>"$work/err" </dev/null &
  server=$!
  port=''
  for _ in {1..100}; do
    port=$(sed -n 's|.*http://127\.0\.0\.1:\([0-9]*\)/.*|\1|p' "$work/out" | head -n 1)
    [[ -z $port ]] || return 0
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  cat "$work/out" "$work/err"
  kill -KILL "$server" 2>/dev/null || true
  server=''
  return 1
}

# serve [FLAG…]: starts the image's launcher.
serve() { serve_by "" "$launcher" "$@"; }

# serve_by NAME COMMAND…: starts a server in another way. If it does not start, the part breaks
# off: all later checks would fail for that reason.
serve_by() {
  check "starts${1:+ $1}" start "${@:2}"
  [[ -n $server ]] || exit 1
}

signal() {
  [[ -z $server ]] || kill "-$1" "$server" || true
}

# ends_with CODE: the server ends by itself with that exit code, within 40 seconds.
ends_with() {
  local code=0
  for _ in {1..400}; do
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  kill -KILL "$server" 2>/dev/null && echo "did not end by itself"
  wait "$server" || code=$?
  server=''
  echo "exit code $code, wanted $1"
  cat "$work/err"
  [[ $code == "$1" ]]
}

# stop: SIGTERM, and exit code 0.
stop() {
  signal TERM
  check "ends" ends_with 0
}

free_port() { python3 -B "$here/raw.py" free_port; }

# --- the site ---

# The demo site with two more files, and a secret beside it to which links lead.
make_site() {
  cp -r "$here/../examples/site" "$site"
  echo "top secret" >"$work/secret.txt"
  mkdir "$work/site-next-door"
  cp "$work/secret.txt" "$work/site-next-door/"
  ln -s ../secret.txt "$site/outside.txt"
  ln -s .. "$site/outside"
  ln -s index.html "$site/inside.html"
  echo "dot" >"$site/.hidden"
  : >"$site/empty.txt"
  # Each 8 bytes spell their own offset, so that a wrong range shows.
  python3 -c 'for i in range(0, 800, 8): print(f"{i:07d}")' >"$site/offsets.txt"
  # Entity tags are strong once a change would show in the modification time.
  touch -d "1 hour ago" "$site/offsets.txt"
}

: >"$work/head"
make_site
