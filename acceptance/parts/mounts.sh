# An idle server releases large files: their blocks become free, and their file system unmounts.

# has_blocks DIRECTORY COUNT: so many blocks of 1 KiB are used on its file system.
has_blocks() { [[ $(df -k --output=used "$1" | tail -n 1) -eq $2 ]]; }

releases_files() {
  head -c 4M /dev/zero >"$volume/kept.bin"
  cp "$volume/kept.bin" "$volume/deleted.bin"
  serve_by "with a mounted file system" "$launcher"
  check "a large file of it: 200" status 200 /volume/deleted.bin
  rm "$volume/deleted.bin"
  check "deleted, it frees its blocks some seconds later" idle_until has_blocks "$volume" 4096
  check "another one: 200" status 200 /volume/kept.bin
  check "some seconds later the file system can be unmounted" idle_until umount "$volume"
  check "the file is gone: 404" status 404 /volume/kept.bin
  stop
}

volume=$site/volume
mkdir "$volume"
if mount -t tmpfs -o size=16m otus-acceptance "$volume" 2>/dev/null; then
  releases_files
else
  echo "skip  file systems: this user or this machine may not mount any"
fi
