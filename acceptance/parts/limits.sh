# The limits of clients, connections and heads, each with its metric.

admin=$(free_port)

# reached LIMIT MIN: the metric of the limit.
reached() {
  local count
  count=$(curl -sS --max-time 20 "http://127.0.0.1:$admin/metrics" |
    sed -n "s/^otus_limits_reached_total{limit=\"$1\"} //p")
  echo "$1: ${count:-missing}"
  ((${count:-0} >= $2))
}

# statuses COUNT REQUESTS [CURL OPTION…]: how many of the requests, one after the other, are 200.
statuses() {
  local got
  got=$(curl -sS --max-time 20 -o /dev/null -w '%{http_code}\n' "${@:3}" \
    "http://127.0.0.1:$port/index.html?[1-$2]" | grep -c '^200$')
  echo "$got of $2 are 200, wanted $1"
  ((got == $1))
}

serve --admin "$admin" --max-request-rate 2/m,burst=3 --trusted-proxies 127.0.0.2
check "a burst passes, the rest is refused" statuses 4 10
check "429" status 429 /index.html
check "with the time to wait" header retry-after '[12]?[0-9]|30'
check "counted" reached request_rate 7
check "another client is not affected" statuses 4 10 --interface 127.0.0.3
check "a proxy has no limit" statuses 10 10 --interface 127.0.0.2
check "its clients have" statuses 4 10 --interface 127.0.0.2 --header 'X-Forwarded-For: 192.0.2.1'
check "an IPv6 network has one" statuses 4 10 --interface 127.0.0.2 --header 'X-Forwarded-For: 2001:db8::1'
check "whichever address it uses" statuses 0 5 --interface 127.0.0.2 --header 'X-Forwarded-For: 2001:db8::2'
stop

serve --admin "$admin" --max-request-rate 1/h,burst=0,dry-run
check "a dry run refuses nothing" statuses 5 5
check "but counts" reached request_rate_dry_run 4
check "and logs" grep -q 'event=request-over-limit client=.*127.0.0.1' "$work/err"
stop

head -c 3000000 /dev/urandom >"$site/rate.bin"
serve --admin "$admin" --max-send-rate 1m --max-requests-per-connection 2 --max-head 2k --max-body 10
paced() {
  local seconds
  seconds=$(curl -sS --max-time 20 -o "$work/body" -w '%{time_total}' "http://127.0.0.1:$port/rate.bin")
  echo "$seconds s"
  cmp "$site/rate.bin" "$work/body" && python3 -c "import sys; sys.exit(not 2.3 < $seconds < 6)"
}
check "a body is sent at the rate" paced
check "counted" reached send_rate 10
connections() {
  local got
  got=$(curl -sS --max-time 20 -o /dev/null -w '%{num_connects}\n' \
    "http://127.0.0.1:$port/index.html?[1-6]" | paste -sd '')
  echo "new connections: $got"
  [[ $got == 101010 ]]
}
check "a connection ends after two requests" connections
check "counted" reached connection_requests 3
check "431" status 431 /index.html --header "Long: $(printf 'x%.0s' {1..2100})"
check "414" status 414 "/index.html?$(printf 'x%.0s' {1..600})"
check "413" status 413 /index.html --data 12345678901
check "heads are counted" reached head_size 2
check "bodies are counted" reached body_size 1
stop

usage_error "a rate without a period" --port 0 --max-request-rate 10 "$site"
usage_error "a rate of nothing" --port 0 --max-request-rate 0/s "$site"
usage_error "a burst of days" --port 0 --max-request-rate 1/h,burst=99 "$site"
usage_error "a slow send rate" --port 0 --max-send-rate 100 "$site"
usage_error "a head of 3 bytes" --port 0 --max-head 3 "$site"
