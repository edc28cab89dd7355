# A copy of this system for parts that install packages: an overlay, so nothing is copied and the
# changes are in a directory of their own. `run` has sourced lib.sh before.
# shellcheck shell=bash disable=SC2034,SC2154

scratch=$work/scratch
root=$scratch/root
upper=$scratch/upper # what was changed, and nothing else

finish_scratch() {
  local mounted
  for mounted in "$root/proc" "$root/dev" "$root" "$scratch"; do
    ! mountpoint -q "$mounted" || umount -l "$mounted"
  done
  finish
}

# Mounts the copy; fails if this process may not.
make_scratch() {
  [[ $UID == 0 ]] || return 1
  trap finish_scratch EXIT
  mkdir "$scratch"
  mount -t tmpfs tmpfs "$scratch" || return 1
  mkdir "$scratch"/{upper,work,root}
  mount -t overlay overlay "$root" -o "lowerdir=/,upperdir=$upper,workdir=$scratch/work" ||
    return 1
  # Images of containers forbid packages to start their services.
  rm -f "$root/usr/sbin/policy-rc.d"
}

# What the package has left in the copy, without the records of dpkg, of adduser, of systemd and of
# the index of manual pages.
leaves_nothing() {
  (cd "$upper" && find . -mindepth 1 -printf '%P\n') |
    grep -Ev '^(root|tmp|dev|proc|run|sys|oldroot)(/|$)|^usr/sbin/policy-rc.d$' |
    grep -Ev '^var/(lib/dpkg|cache/man|log/dpkg\.log|tmp|log/journal|log/wtmp|lib/systemd)(/|$)' |
    grep -Ev '^etc/(passwd|group|shadow|gshadow|subuid|subgid)-?$|^etc/(\.pwd\.lock|fstab|machine-id|mtab)$' |
    while read -r path; do
      # A device stands for a file of this machine that the checks have removed.
      [[ -c $upper/$path || (-d $upper/$path && -d /$path) ]] || echo "left: $path"
    done >"$work/left"
  # Of systemd, the records about this service count.
  find "$upper/var/lib/systemd" "$upper/etc/systemd" -name '*otus*' >>"$work/left" 2>/dev/null
  cat "$work/left"
  [[ ! -s $work/left ]]
}

# make_upgrade DEB: the same package with a higher version, and another default in the settings.
make_upgrade() {
  dpkg-deb -R "$1" "$work/upgrade"
  sed -i 's/^Version: .*/Version: 99.0/' "$work/upgrade/DEBIAN/control"
  echo "# A new line of version 99." >>"$work/upgrade/etc/otus-server/otus-server.toml"
  dpkg-deb -Znone --build "$work/upgrade" "$root/root/otus-server_99.deb"
  rm -r "$work/upgrade"
}
