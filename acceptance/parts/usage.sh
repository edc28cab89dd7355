# Usage errors: one line that says what to do, and exit code 2.

serve
usage_error "no such root" --port 0 --root "$work/none"
usage_error "a root that is a file" --port 0 --root "$site/index.html"
usage_error "a port in use" --port "$port" --root "$site"
usage_error "a port that is no number" --port eighty --root "$site"
usage_error "a port out of range" --port 70000 --root "$site"
usage_error "an unknown flag" --port 0 --root "$site" --no-such-flag
usage_error "no such error page" --port 0 --root "$site" --error-page "404=$work/none.html"
usage_error "a header of the framing" --port 0 --root "$site" -H 'Content-Length: 1'
usage_error "an origin without a scheme" --port 0 --root "$site" --cors=a.example
usage_error "a flag of another server" --gzip "$site"
check "… with the flag to write" grep -q -- "--compress" "$work/err"
usage_error "a word that is no directory" statsu
check "… with the command to write" grep -q "did you mean status?" "$work/err"
check "help and version are words" eval '"$launcher" help | grep -q Usage && "$launcher" version'
check "the first server still answers" status 200 /
stop
