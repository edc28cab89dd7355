# A terminal: DIR alone is listed, each request is a line, and a second Ctrl-C ends at once.

mkdir "$work/plain"
echo text >"$work/plain/a.txt"
truncate -s 1G "$work/plain/big"
terminal() { timeout 60 python3 -B "$here/terminal.py" "$launcher" "$work/plain" "$@"; }
check "DIR alone is listed, and the request shown" terminal listed
check "what others can reach is not, and the banner names the flag" terminal not_listed
check "the browser gets the URL, and Ctrl-C does not reach it" terminal browser
check "a second Ctrl-C ends at once" terminal twice
