# Each file arrives byte by byte, whatever its name.

odd_names() {
  local name
  for name in 'ünï 文.txt' '100% sure.txt' '%41.txt' 'a+b.txt' 'text..txt' "it's & more;.txt"; do
    echo "$name" >"$site/$name"
  done
  head -c 8M /dev/urandom >"$site/8m.bin"
}

# Compares all files that `raw.py list` prints with their URL paths.
all_files() {
  local file path
  while IFS= read -r -d '' file && IFS= read -r -d '' path; do
    check "GET $path gives the file's bytes" same_bytes "$file" "$path"
  done < <(python3 -B "$here/raw.py" list "$site")
}

# arrives_whole PATH LENGTH
arrives_whole() {
  local got
  got=$(curl -sS --max-time 60 -o /dev/null -w '%{size_download}' "http://127.0.0.1:$port$1")
  echo "$got bytes, wanted $2"
  [[ $got == "$2" ]]
}

odd_names
serve
all_files
check "/ gives index.html" same_bytes "$site/index.html" /
check "/guide/ gives its index.html" same_bytes "$site/guide/index.html" /guide/
check "a query does not change the file" same_bytes "$site/style.css" '/style.css?v=1&w=%20'
check "a link inside the root is followed" same_bytes "$site/index.html" /inside.html
truncate -s 3G "$site/big.bin"
check "3 GiB arrive whole" arrives_whole /big.bin 3221225472
stop
