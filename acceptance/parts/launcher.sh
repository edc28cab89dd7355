# The image may be moved, its path may have spaces, and the launcher may be reached by links.

mkdir -p "$work/a copy" "$work/bin"
cp -a "$image" "$work/a copy/otus server"
ln -s "../a copy/otus server/bin/otus-server" "$work/bin/relative"
ln -s "$work/bin/relative" "$work/bin/otus"

# AOTMode=on: the JVM refuses to start if the trained cache does not fit.
for path in "a copy/otus server/bin/otus-server" bin/otus; do
  serve_by "by '$path', with its cache" env OTUS_JAVA_OPTS=-XX:AOTMode=on "$work/$path"
  check "answers" status 200 /
  stop
done
