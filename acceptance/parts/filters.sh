# The filters of the server, all at once: compression, CORS, headers, error pages.

error_page=$work/site-next-door/404.json
echo '{"error":404}' >"$error_page"
python3 -c 'print("all work and no play\n" * 5000)' >"$site/long.txt"
touch -d "1 hour ago" "$site/long.txt"
mkdir "$site/listed"

serve_by "with filters" "$launcher" --compress --security-headers --cors=https://a.example \
  -H 'X-Who: me' --error-page "404=$error_page" --listing
check "curl --compressed: 200" status 200 /long.txt --compressed
check "it arrives whole" cmp "$work/body" "$site/long.txt"
check "it was compressed" header content-encoding gzip
check "it varies" header vary 'Accept-Encoding, Origin'
check "X-Who is set" header x-who me
check "frames are for this origin" header x-frame-options SAMEORIGIN
tag=$(header etag)
check "its tag, compressed: 304" status 304 /long.txt --compressed -H "If-None-Match: $tag"
check "304 repeats the tag" header etag "$tag"
check "its tag, not compressed: 200" status 200 /long.txt -H "If-None-Match: $tag"
check "not compressed" header content-encoding '()'
check "HEAD, compressed: 200" status 200 /long.txt --head --compressed
check "HEAD has the same tag" header etag "$tag"
check "a listing, compressed: 200" status 200 /listed/ --compressed
check "a listing was compressed" header content-encoding gzip
check "a range of a file that could be compressed: 206" status 206 /long.txt --compressed -r 0-2
check "it is a range of the file" cmp "$work/body" <(printf all)
check "a preflight: 204" status 204 / -X OPTIONS -H 'Origin: https://a.example' \
  -H 'Access-Control-Request-Method: GET'
check "it allows" header access-control-allow-origin https://a.example
check "a preflight from elsewhere: 204" status 204 / -X OPTIONS -H 'Origin: https://b.example' \
  -H 'Access-Control-Request-Method: GET'
check "it does not allow" header access-control-allow-origin '()'
check "no such file: 404" status 404 /no-such-file
check "with the page" cmp "$work/body" "$error_page"
stop
