# Directories as archives, extracted by tar, unzip and Python; filters for paths inside.

pub=$site/pub
mkdir -p "$pub/empty" "$pub/sub ü 世界" "$pub/$(printf 'd%.0s' {1..110})" "$pub/private"
echo deep >"$pub/$(printf 'd%.0s' {1..110})/$(printf 'n%.0s' {1..200})"
echo text >"$pub/sub ü 世界/a & b.txt"
seq 200000 >"$pub/numbers.txt"
head -c 3000000 /dev/urandom >"$pub/noise"
echo secret >"$pub/private/s"
printf '#!/bin/sh\n' >"$pub/run.sh"
chmod +x "$pub/run.sh"
ln -s . "$pub/self"
htpasswd -cbB "$work/users" ann pass 2>/dev/null

# same FORMAT COMMAND…: downloads the archive, extracts it, and compares the trees.
same() {
  local format=$1
  shift
  rm -rf "$work/out"
  mkdir "$work/out"
  status 200 "/pub/?archive=$format" -u ann:pass
  cp "$work/body" "$work/archive"
  (cd "$work/out" && "$@")
  diff -r --exclude=self "$pub" "$work/out/pub"
}

serve_by "with archives" "$launcher" --listing --archive \
  --filter "/pub/private=auth:file=$work/users"
check "tar extracts the same tree" same tar.gz tar -xzf "$work/archive"
check "programs are executable" test -x "$work/out/pub/run.sh"
check "unzip extracts the same tree" same zip unzip -q "$work/archive"
check "Python extracts the same tree" same zip python3 -m zipfile -e "$work/archive" .
check "a filter for a directory inside applies: 401" status 401 '/pub/?archive=zip'
check "not to other archives: 200" status 200 '/pub/empty/?archive=zip'
check "a mirrored listing has no archive" timeout 60 wget -q -r -nH -P "$work/mirror" \
  --user=ann --password=pass "http://127.0.0.1:$port/pub/empty/"
check "only the listing" bash -c "! find '$work/mirror' -name '*archive*' | grep ."
stop
