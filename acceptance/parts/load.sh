# Load of ab and wrk, without a failed request.

no_failed_requests() {
  timeout 60 ab -q -s 20 "$@" | tee "$work/ab"
  grep -q '^Complete requests: *20000$' "$work/ab" && grep -q '^Failed requests: *0$' "$work/ab" &&
    ! grep -q '^Non-2xx' "$work/ab"
}

no_socket_errors() {
  timeout 40 wrk "$@" | tee "$work/wrk"
  grep -q 'Requests/sec' "$work/wrk" && ! grep -E 'Socket errors|Non-2xx' "$work/wrk"
}

serve
url=http://127.0.0.1:$port/index.html
check "ab, a connection each: no failure" no_failed_requests -n 20000 -c 100 "$url"
check "ab, keep-alive: no failure" no_failed_requests -k -n 20000 -c 100 "$url"
# Two seconds, wrk's own limit, are too short for the last of 1000 connections on a busy machine.
check "wrk, 1000 connections: no error" no_socket_errors -t2 -c1000 -d10s --timeout 5s "$url"
check "it still answers" status 200 /
stop
