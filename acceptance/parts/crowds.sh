# Crowds that hold memory, for some seconds: docs/hardening.md has the long run.

check "crowds that hold memory: honest clients are answered, and the memory becomes free" \
  timeout 120 python3 -B "$here/../tools/crowds.py" --image "$image" \
  --heaps 32m --connections 3000 --seconds 1 --kinds idle,mixed
