# The Debian package under systemd, booted as process 1 of a container: start, reload, failures, upgrade.

deb=$(echo "$image"/../packages/*.deb)
if [[ ! -f $deb || ! -x /lib/systemd/systemd ]]; then
  echo "skipped: no package, or no systemd; mvn -Ppackages package builds packages"
  exit
fi
source "$here/scratch.sh"

inside='' # process id of systemd
in_system() { timeout 60 nsenter --all -t "$inside" "$@"; }

boot() {
  unshare --mount --pid --net --cgroup --ipc --uts --fork --kill-child \
    "$here/systemd.sh" "$root" >"$work/boot" 2>&1 </dev/null &
  helpers+=($!)
  for _ in {1..100}; do
    inside=$(pgrep -P "${helpers[0]}") &&
      in_system systemctl is-active sysinit.target 2>/dev/null && return
    sleep 0.2
  done
  cat "$work/boot"
  return 1
}

is() { [[ $(in_system systemctl is-active otus-server.service) == "$1" ]]; }
main_process() { in_system systemctl show -p MainPID --value otus-server.service; }
serves() { in_system curl -s --max-time 5 http://127.0.0.1/ | grep -F "$1"; }
process_has() { in_system grep -P "$1" "/proc/$(main_process)/status"; }
log_has() { in_system journalctl -b -u otus-server -o cat | grep -F "$1"; }
other_process() { [[ $(main_process) != "$process" ]]; }
same_process() { [[ $(main_process) == "$process" ]]; }

# cannot_write PATH: not even root can in the mounts of the service.
cannot_write() {
  ! in_system nsenter --mount -t "$(main_process)" touch "$1/file" 2>"$work/err" &&
    grep "Read-only file system" "$work/err"
}

if ! make_scratch; then
  echo "skipped: only root can boot a container"
  exit
fi
mkdir -p "$root/var/www/html"
echo "from the service" >"$root/var/www/html/index.html"
cp "$deb" "$root/root/otus-server.deb"
check "systemd boots" boot
[[ -n $inside ]] || exit 1

check "the package is installed" in_system dpkg -i /root/otus-server.deb
check "the service runs" is active
check "serves on port 80" idle_until serves "from the service"
check "runs as another user, without a way back" process_has '^NoNewPrivs:\t1$'
check "has one capability" process_has '^CapEff:\t0000000000000400$'
check "has a filter for system calls" process_has '^Seccomp:\t2$'
for path in /etc /usr /var/www/html /var/lib; do
  check "cannot write in $path" cannot_write "$path"
done
check "writes an access log" in_system grep "GET / HTTP" /var/log/otus-server/access.log
check "the journal has its output" log_has "serves /var/www/html"

process=$(main_process)
in_system rm /var/www/html/index.html
in_system sed -i 's/^#listing/listing/' /etc/otus-server/otus-server.toml
check "is reloaded" in_system systemctl reload otus-server.service
check "has the new settings" idle_until serves "</html>"
check "is the same process" same_process
in_system kill -KILL "$process"
check "is restarted if it was killed" idle_until serves "</html>"
check "is another process" other_process

in_system sed -i 's/^listing/lsting/' /etc/otus-server/otus-server.toml
in_system systemctl restart otus-server.service 2>"$work/err" || true
check "a wrong setting: fails, and is not tried again" idle_until is failed
check "the journal has the reason" log_has "unknown key: lsting"
in_system sed -i 's/^lsting/listing/' /etc/otus-server/otus-server.toml
check "starts again" in_system systemctl start otus-server.service

process=$(main_process)
make_upgrade "$deb" >/dev/null
check "is upgraded" in_system dpkg --force-confold -i /root/otus-server_99.deb
check "the upgrade restarts it" other_process
check "serves after the upgrade, with its settings" idle_until serves "</html>"
check "stops" in_system systemctl stop otus-server.service
check "stopped without a failure" is inactive
check "starts" in_system systemctl start otus-server.service

# Connections wait in the queue of the socket while the service restarts.
all_answered() { in_system sh -c 'for i in 1 2 3 4 5 6 7 8 9 10; do
  for j in 1 2 3 4 5 6 7 8 9 10; do curl -sf --max-time 20 -o /dev/null http://127.0.0.1/ || exit 1; done
  [ $i != 3 ] || systemctl restart --no-block otus-server.service
done'; }

# Sockets of systemd.
in_system systemctl stop otus-server.service
check "the socket opens the port" in_system systemctl start otus-server.socket
check "a connection starts the service" serves "</html>"
check "the service runs" idle_until is active
process=$(main_process)
check "a restart refuses no connection" all_answered
check "was restarted" other_process

check "is purged while it runs" in_system dpkg --purge otus-server
check "leaves nothing" leaves_nothing
