# SIGTERM and SIGINT: requests that have begun are answered in full, even under load.

head -c 8M /dev/urandom >"$site/8m.bin"

serve
timeout 20 wrk -t1 -c100 -d8s "http://127.0.0.1:$port/index.html" >/dev/null 2>&1 &
load=$!
helpers+=("$load")
raw drains "$server"
check "SIGTERM: exit code 0" ends_with 0
wait "$load" || true
serve
signal INT
check "SIGINT: exit code 0" ends_with 0
