# Requests without a file: redirects, 404, 405, and paths that lead out of the root.

stays_inside() {
  status '400|403|404' "$1" && ! grep 'top secret' "$work/body"
}

# The server and curl see the spellings as they are; traversal.sh tries some thousand more.
all_stay_inside() {
  local path
  for path in /outside.txt /outside/secret.txt \
    /../secret.txt /guide/../../secret.txt /index.html/../../secret.txt //../secret.txt \
    /%2e%2e/secret.txt /.%2e/secret.txt /%2e%2e%2fsecret.txt /..%2fsecret.txt \
    /guide/%2e%2e/%2e%2e/secret.txt /%252e%252e/secret.txt /%c0%ae%c0%ae/secret.txt \
    '/..\secret.txt' /..%5csecret.txt '/..;/secret.txt' /....//secret.txt \
    /../site-next-door/secret.txt /secret.txt%00.html "$work/secret.txt" "/$work/secret.txt"; do
    check "${path//$work/…} stays inside" stays_inside "$path"
  done
}

serve
check "a directory without slash: 301" status 301 '/guide?a=b'
check "it redirects to the slash, query kept" header location 'guide/\?a=b'
check "no redirect to another host" status '301|400|404' //guide
check "its location stays here" header location '([^/].*)?'
check "no such file: 404" status 404 /no-such-file
check "a file with a slash at the end: 404" status 404 /index.html/
check "POST: 405" status 405 / -d x
check "405 has Allow" header allow '.*GET.*'
check "DELETE: 405" status 405 /index.html -X DELETE
check "a dot-file: 404" status '403|404' /.hidden
all_stay_inside
stop
