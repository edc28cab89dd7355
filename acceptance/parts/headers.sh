# The headers of responses with files: media type, length, date, validators.

# has_type PATH REGEX
has_type() {
  check "HEAD $1 answers" status 200 "/$1" --head
  check "$1 is ${2//\\/}" header content-type "$2(;.*)?"
}

echo "no known type" >"$site/file.bin"
echo "GPL" >"$site/LICENSE"
printf 'caf\303\251' >"$site/utf-8.html"
printf 'caf\351' >"$site/latin-1.html"
printf '<meta charset=utf-8>caf\303\251' >"$site/declared.html"
serve
check "GET answers 200" status 200 /index.html
for name in date last-modified etag accept-ranges; do
  check "200 has $name" header "$name" '.+'
done
check "server names itself" header server 'otus-server.*'
has_type index.html text/html
has_type style.css text/css
has_type script.js text/javascript
has_type owl.svg 'image/svg\+xml'
has_type guide/images/night.png image/png
has_type offsets.txt text/plain
has_type file.bin application/octet-stream
has_type LICENSE text/plain
has_only_type() {
  status 200 "/$1" --head && header content-type "$2"
}
check "a page in UTF-8 says so" has_only_type utf-8.html 'text/html; charset=utf-8'
check "one in another encoding has no charset" has_only_type latin-1.html text/html
check "nor has one that declares it" has_only_type declared.html text/html
check "nor has ASCII" has_only_type script.js text/javascript
check "HEAD answers 200" status 200 /offsets.txt --head
check "HEAD has the length" header content-length 800
stop
