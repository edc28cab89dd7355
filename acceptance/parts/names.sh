# Encoded slashes, URLs without .html, files that are stored encoded, and mirrored listings.

pub=$site/pub
mkdir -p "$pub/@scope" "$pub/blog" "$pub/directory ü"
echo scoped >"$pub/@scope/name"
echo blog >"$pub/blog.html"
echo post >"$pub/blog/post.txt"
echo colon >"$pub/directory ü/a:b & 100%.txt"
gzip -c <<<'<svg/>' >"$pub/x.svgz"
echo brotli >"$pub/Build.data.br"

serve_by "with types and clean URLs" "$launcher" --listing --clean-urls=redirect \
  --type 'data.br=application/octet-stream;br'
check "an encoded slash: 200" status 200 /pub/@scope%2fname
check "it is a slash" body_is scoped
check "in place of all: 200" status 200 /pub%2F@scope%2Fx%2F..%2F%2Fname
check "above the root: 400" status 400 /pub%2F..%2F..%2Fsecret.txt
check "octets that are not UTF-8: 404" status 404 /pub/caf%E9
check "the connection is kept" header connection keep-alive
check "a page before its directory: 200" status 200 /pub/blog
check "it is the page" body_is blog
check "its long form: 301" status 301 '/pub/blog.html?a=b'
check "it redirects to the short one" header location 'blog\?a=b'
check "a gzipped SVG: 200" status 200 /pub/x.svgz
check "its type is SVG" header content-type 'image/svg\+xml'
check "it is encoded" header content-encoding gzip
check "a build of Unity: 200" status 200 /pub/Build.data.br
check "it is encoded, too" header content-encoding br
rm "$pub/x.svgz" # which lftp decodes on the way
mv "$pub/blog.html" "$pub/blog.txt"
check "lftp mirrors a listing" timeout 60 lftp -e "mirror . $work/mirror; exit" \
  "http://127.0.0.1:$port/pub/"
check "it has everything" diff -r "$pub" "$work/mirror"
stop
