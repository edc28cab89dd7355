# Some thousand spellings of a path to the secret next to the root.

serve
check "traversal: no spelling leads outside" \
  timeout 300 python3 -B "$here/traversal.py" "$port" "$work"
stop
