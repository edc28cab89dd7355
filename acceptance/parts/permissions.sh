# Files and password files without permission to read them.

# Root may read everything, so root has another user serve.
somebody=()
((EUID != 0)) || somebody=(setpriv --reuid=65534 --regid=65534 --clear-groups)
chmod 711 "$work"
cp -a "$image" "$work/open to all"
launcher="$work/open to all/bin/otus-server"
mkdir "$site/locked"
for name in private.txt locked/file.txt page.txt page.txt.gz; do
  echo "$name" >"$site/$name"
done
chmod 000 "$site/private.txt" "$site/locked" "$site/page.txt.gz"

serve_by "as another user" "${somebody[@]}" "$launcher" --listing
check "a file without permission: 403" status 403 /private.txt
check "again: 403" status 403 /private.txt
check "a file in a directory without permission: 403" status 403 /locked/file.txt
check "the directory: 403" status 403 /locked/
check "a .gz without permission: 200" status 200 /page.txt -H 'Accept-Encoding: gzip'
check "the file is sent" body_is page.txt
check "all else is served" same_bytes "$site/index.html" /
stop

# The hash of "U*U", as in passwords.sh: of ann, then of bob in her place.
echo 'ann:$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW' >"$work/users"
sed s/ann/bob/ "$work/users" >"$work/users.new"
touch -d "1 hour ago" "$work/users" "$work/users.new"
chmod 644 "$work/users"
chmod 000 "$work/users.new"
serve_by "with passwords" "${somebody[@]}" "$launcher" --auth-file "$work/users"
mv -f "$work/users.new" "$work/users"
check "a password file without permission is ignored" \
  soon grep -q event=password-file-kept "$work/err"
chmod 644 "$work/users"
check "with permission it is read, though its time is the same" \
  soon status 401 / --user 'ann:U*U'
check "it is in force" status 200 / --user 'bob:U*U'
stop
