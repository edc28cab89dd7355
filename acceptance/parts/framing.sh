# Conversations made up at random: as nginx answers them, or differently for a reason.

check "framing: as nginx, or differently for a reason" \
  timeout 120 "$here/../tools/differential-fuzz.py" --image "$image" --seconds 30 --rounds 10000
