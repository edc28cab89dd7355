# Basic authentication with the passwords of a file.

users=$work/users
# The hash of "U*U", from the tests of crypt_blowfish.
echo 'ann:$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW' >"$users"

serve_by "with passwords" "$launcher" --auth-file "$users"
check "without: 401" status 401 /
check "it asks" header www-authenticate 'Basic realm="Restricted", charset="UTF-8"'
check "with: 200" status 200 / --user 'ann:U*U'
check "again: 200" status 200 / --user 'ann:U*U'
check "a wrong one: 401" status 401 / --user 'ann:U*'
check "another user: 401" status 401 / --user 'bob:U*U'
stop
echo 'ann:$apr1$dHzSSQEp$yMXNjk2RWcCjKwNCI1' >"$users"
usage_error "a hash that is not bcrypt's" --port 0 --root "$site" --auth-file "$users"
