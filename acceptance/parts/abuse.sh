# All attacks at once, for 20 seconds: docs/hardening.md has the long run.

check "abuse: every honest response right, nothing left behind" \
  timeout 300 python3 -B "$here/../tools/abuse" --image "$image" --seconds 20
