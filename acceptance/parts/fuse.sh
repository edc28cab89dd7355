# Files whose inode numbers and times differ at every look, as on some network file systems.

# always COUNT COMMAND…: passes if the command does, so many times.
always() {
  local count=$1
  shift
  for ((; count > 0; count--)); do "$@" || return 1; done
}

# Mounts the file system of fuse.py; whether it could.
mounted() {
  mkdir "$volume"
  python3 -B "$here/fuse.py" "$volume" 2>"$work/fuse.err" &
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
