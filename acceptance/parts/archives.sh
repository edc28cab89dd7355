# Zip archives as the root: entries, ranges, replaced under load by clients that go away.

archive=$work/site.zip
mkdir -p "$work/in/deep"
echo '<p>top' >"$work/in/index.html"
echo hello >"$work/in/deep/a.txt"
head -c 3000000 /dev/urandom >"$work/in/large.bin"
seq 1 600000 >"$work/in/large.txt"

# pack FILE: stored and compressed entries, and some that must not be served.
pack() {
  python3 -B - "$work/in" "$1" <<'EOF'
import os, sys, zipfile
directory, archive = sys.argv[1:]
with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
    for name in "index.html", "deep/a.txt", "large.bin", "large.txt":
        stored = zipfile.ZIP_STORED if name.endswith(".bin") else None
        out.write(os.path.join(directory, name), name, stored)
    link = zipfile.ZipInfo("link")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    out.writestr(link, "/etc/passwd")
    for name in "../up.txt", "/etc/passwd", "a\\b.txt":
        out.writestr(name, "strange")
EOF
}

replace() {
  pack "$work/new.zip"
  mv "$work/new.zip" "$archive"
}

same_range() {
  cmp <(curl -sS --max-time 20 -r "$2-$3" "http://127.0.0.1:$port/$1") \
    <(tail -c "+$(($2 + 1))" "$work/in/$1" | head -c "$(($3 - $2 + 1))")
}

# Downloads while clients go away in the middle, and the archive is replaced.
undisturbed() {
  for _ in {1..10}; do
    curl -s --max-time 20 "http://127.0.0.1:$port/large.bin" | head -c 100000 >/dev/null &
    replace
    cmp <(curl -sS --max-time 20 "http://127.0.0.1:$port/large.bin") "$work/in/large.bin" || return
    cmp <(curl -sS --max-time 20 "http://127.0.0.1:$port/large.txt") "$work/in/large.txt" || return
  done
}

only_the_current_is_open() {
  [[ $(find "/proc/$server/fd" -lname "*.zip*" | wc -l) == 1 ]]
}

pack "$archive"
site=$archive
serve --listing
check "the index: 200" status 200 /
check "its bytes" body_is "<p>top"
check "a listing: 200" status 200 /deep/
for path in /link /up.txt /etc/passwd /a%5Cb.txt /deep/b.txt; do
  check "$path: 404" status 404 "$path"
done
check "a range of a stored entry" same_range large.bin 1000000 1000999
check "a range of a compressed entry" same_range large.txt 1000000 1000999
check "downloads are complete while the archive is replaced" undisturbed
check "replaced archives are closed" soon only_the_current_is_open
stop

head -c 1000 "$archive" >"$work/cut.zip"
check "an incomplete archive: one line" is_usage_error "$work/cut.zip"
