# More large files and connections than descriptors; two servers at once share no port.

many_files() {
  mkdir "$site/many"
  for i in {1..80}; do head -c 70000 /dev/zero >"$site/many/$i.bin"; done
  for i in {0..39}; do truncate -s 8M "$site/many/large$i.bin"; done
}

all_answered() {
  for i in {1..80}; do status 200 "/many/$i.bin" || return; done
}

without_stack_trace() {
  cat "$work/err"
  ! grep -E '^\s+at | error ' "$work/err"
}

one_of_two() {
  local pids=() code failed_ones=0 pid
  port=$(free_port)
  for _ in 1 2; do
    "$launcher" --port "$port" --root "$site" --workers 2 >/dev/null 2>&1 &
    pids+=($!)
  done
  helpers+=("${pids[@]}")
  sleep 3
  kill -TERM "${pids[@]}" 2>/dev/null || true
  for pid in "${pids[@]}"; do
    code=0
    wait "$pid" || code=$?
    [[ $code == 0 ]] || failed_ones=$((failed_ones + 1))
  done
  echo "$failed_ones did not start"
  [[ $failed_ones == 1 ]]
}

many_files
serve_by "with 64 descriptors" bash -c 'ulimit -n 64; exec "$@"' - "$launcher"
check "80 large files, all answered" all_answered
check "nothing on standard error" test ! -s "$work/err"
raw runs_out_of_descriptors
check "the log has the reason" grep -q 'event=file-system-failed' "$work/err"
check "and has no stack trace" without_stack_trace
stop
check "of two servers started at once one gets the port" one_of_two
