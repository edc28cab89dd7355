# Files whose inode numbers and times differ at every look, as on some network file systems; slow ones.

# always COUNT COMMAND…: passes if the command does, so many times.
always() {
  local count=$1
  shift
  for ((; count > 0; count--)); do "$@" || return 1; done
}

# mounted [DELAY]: mounts the file system of fuse.py; whether it could.
mounted() {
  mkdir -p "$volume"
  python3 -B "$here/fuse.py" "$volume" "$@" 2>"$work/fuse.err" &
  file_system=$!
  helpers+=("$file_system")
  for _ in {1..100}; do
    ! mountpoint -q "$volume" || return 0
    kill -0 "$file_system" 2>/dev/null || return 1
    sleep 0.1
  done
  return 1
}

serves_restless_files() {
  local file
  serve_by "with files that change at every look" "$launcher"
  for file in small large; do
    check "$file: 200" status 200 "/restless/$file"
    check "$file: it is whole" cmp "$work/body" "$volume/$file"
    check "$file: its tag is weak" header etag 'W/".*"'
    check "$file: no Last-Modified" lacks_header last-modified
    check "$file: always 200" always 20 status 200 "/restless/$file"
    check "$file: a range: 206" status 206 "/restless/$file" -r 100-199
  done
  check "some seconds later it can be unmounted" idle_until umount "$volume"
  stop
  wait "$file_system"
}

volume=$site/restless
if mounted; then
  serves_restless_files
else
  echo "skip  files that change at every look: $(tail -n 1 "$work/fuse.err")"
fi

# Requests for the slow file, one after the other, and their number.
ask_slowly() {
  local count=$1
  for ((; count > 0; count--)); do
    curl -s -o /dev/null --max-time 20 "http://127.0.0.1:$port/slow/small"
  done
}

# Half of 40 requests for another file take less than 40 ms.
others_are_fast() {
  local median
  median=$(for _ in {1..40}; do
    curl -s -o /dev/null -w '%{time_total}\n' "http://127.0.0.1:$port/index.html"
  done | sort -n | sed -n 20p)
  echo "median: $median s"
  [[ $median < 0.040 ]]
}

# The server has one loop, and the file system is below a root of another kind, so it is measured.
serves_slow_files() {
  local asking=() i
  serve --workers 1 --no-precompressed
  check "a file: 200" status 200 /slow/small
  check "again: 200" status 200 /slow/small
  echo 100 >"$work/delay"
  for i in 1 2; do
    ask_slowly 25 &
    asking+=($!)
  done
  check "a slow file system is noticed" soon grep -q 'event=file-checks-moved to=pool' "$work/err"
  check "other requests do not wait for it" others_are_fast
  wait "${asking[@]}"
  check "it is still served" status 200 /slow/small
  echo 0 >"$work/delay"
  sleep 5
  for _ in {1..5}; do
    ask_slowly 60
    ! grep -q 'event=file-checks-moved to=loop' "$work/err" || break
  done
  check "the loop checks again when it is fast" grep 'event=file-checks-moved to=loop' "$work/err"
  stop
  umount -l "$volume"
}

volume=$site/slow
echo 1 >"$work/delay"
if mounted "$work/delay"; then
  serves_slow_files
else
  echo "skip  a slow file system: $(tail -n 1 "$work/fuse.err")"
fi
