# Precompressed files, and the 404 page of the site.

lacks_page() { ! grep 'nothing here' "$work/body"; }

gzip -kc "$site/offsets.txt" >"$site/offsets.txt.gz"
ln -s ../secret.txt "$site/style.css.gz"
mkfifo "$site/script.js.gz"
echo "nothing here" >"$site/404.html"

serve
check "a precompressed file: 200" status 200 /offsets.txt -H 'Accept-Encoding: gzip'
check "it is the .gz" cmp "$work/body" "$site/offsets.txt.gz"
check "it has Content-Encoding" header content-encoding gzip
check "its type is the file's" header content-type text/plain
check "it has Vary" header vary Accept-Encoding
check "without Accept-Encoding: 200" status 200 /offsets.txt
check "it is the file" cmp "$work/body" "$site/offsets.txt"
check "it has Vary, too" header vary Accept-Encoding
check "gzip rejected: 200" status 200 /offsets.txt -H 'Accept-Encoding: gzip;q=0'
check "it is the file" cmp "$work/body" "$site/offsets.txt"
check "a range of it: 206" status 206 /offsets.txt -H 'Accept-Encoding: gzip' -r 0-1
check "its bytes" cmp "$work/body" <(head -c 2 "$site/offsets.txt.gz")
check "by its own name: 200" status 200 /offsets.txt.gz
check "it is gzip" header content-type application/gzip
check "a .gz that leads out of the root: 200" status 200 /style.css -H 'Accept-Encoding: gzip'
check "the file is sent" cmp "$work/body" "$site/style.css"
check "a .gz that is a pipe: 200" status 200 /script.js -H 'Accept-Encoding: gzip'
check "the file is sent" cmp "$work/body" "$site/script.js"
check "missing: 404" status 404 /no-such-file
check "with the page" body_is "nothing here"
rm "$site/404.html"
gzip -kc "$site/index.html" >"$site/index.html.gz"
check "a .gz that appears later: 200" status 200 /index.html -H 'Accept-Encoding: gzip'
check "it is the .gz" cmp "$work/body" "$site/index.html.gz"
check "missing, without the page: 404" status 404 /no-such-file
check "the page is gone" lacks_page
stop
