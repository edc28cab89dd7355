# shellcheck shell=bash disable=SC2154
# lifecycle CHECK: a check of lifecycle.py, which gets a directory of its own.
lifecycle() {
  mkdir "$work/$1"
  check "${1//_/ }" timeout 120 python3 -B "$here/lifecycle.py" "$1" "$launcher" "$work/$1"
}
