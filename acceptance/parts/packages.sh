# The packages: unpacked, installed, upgraded, purged, and run as a container.

packages=$image/../packages
if [[ ! -d $packages ]]; then
  echo "skipped: no packages; mvn -Ppackages package builds them"
  exit
fi
packages=$(realpath "$packages")
source "$here/scratch.sh"
deb=$(echo "$packages"/*.deb)
# start_at URL COMMAND…: starts a server, and waits until it answers there.
start_at() {
  local url=$1
  shift
  "$@" >"$work/out" 2>"$work/err" </dev/null &
  server=$!
  for _ in {1..100}; do
    ! curl -s -o "$work/body" "$url" || return 0
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  cat "$work/out" "$work/err"
  return 1
}

# --- the portable archive ---

# Names are sorted in each directory, so a slash precedes all other characters.
sorted_with_one_time() {
  tar -tvf "$packages"/*.tar.gz >"$work/list"
  [[ $(awk '{ print $2, $4, $5 }' "$work/list" | sort -u | wc -l) == 1 ]] &&
    awk '{ sub("/$", "", $6); gsub("/", "\001", $6); print $6 }' "$work/list" | LC_ALL=C sort -c
}

mkdir "$work/portable"
tar -C "$work/portable" -xf "$packages"/*.tar.gz
portable=$(echo "$work"/portable/*)
check "archive: one owner, one time, sorted" sorted_with_one_time
check "archive: has README, licence, units" \
  ls "$portable"/{README,LICENSE,NOTICE,systemd/otus-server.{service,socket,toml,logrotate},share/man/man1/otus-server.1}
serve_by "from the archive, with its cache" \
  env OTUS_JAVA_OPTS=-XX:AOTMode=on "$portable/bin/otus-server"
check "answers" status 200 /
stop

# --- the Debian package ---

in_root() { chroot "$root" "$@"; }
install_deb() { in_root dpkg --force-confold -i "/root/$(basename "$1")"; }

installed_version() { [[ $(in_root dpkg-query -f '${Version}' -W otus-server) == "$1" ]]; }
has_user() { in_root getent passwd otus-server; }
lacks_user() { ! has_user; }
service_is() { [[ $(in_root systemctl is-enabled otus-server.service) == "$1" ]]; }
analyze() { systemd-analyze --root="$root" --no-pager "$@"; }
verify_units() {
  # Messages about other units of this system do not count.
  ! analyze verify --man=no otus-server.service otus-server.socket 2>&1 | grep otus
}

exposure_at_most() {
  local line
  line=$(analyze security --offline=true "$root/lib/systemd/system/otus-server.service" |
    grep 'Overall exposure')
  echo "$line"
  awk -v maximum="$1" '{ for (i = 1; i < NF; i++) if ($i ~ /^[0-9.]+$/) exit !($i <= maximum) }' \
    <<<"$line"
}

changed_setting() { grep -x 'listing = true' "$root/etc/otus-server/otus-server.toml"; }

gone() {
  local path
  for path in "$@"; do
    [[ ! -e $root$path && ! -L $root$path ]] || { ls -ld "$root$path" && return 1; }
  done
}

as_service() {
  local port
  port=$(free_port)
  mkdir -p "$root/var/www/html"
  echo "from the package" >"$root/var/www/html/index.html"
  start_at "http://127.0.0.1:$port/" chroot --userspec=otus-server:otus-server "$root" \
    /usr/bin/otus-server --config /etc/otus-server/otus-server.toml --listen "127.0.0.1:$port" &&
    body_is "from the package"
}

access_log() { grep '"GET / HTTP/1.1" 200' "$root/var/log/otus-server/access.log"; }

if [[ -n $(command -v lintian) ]]; then
  check "deb: lintian finds no error" lintian --allow-root --fail-on error "$deb"
fi
if ! make_scratch; then
  echo "skipped: only root can mount an overlay to install the package"
else
  mount -t proc proc "$root/proc"
  mount --bind /dev "$root/dev"
  cp "$deb" "$root/root"
  check "deb: is installed" install_deb "$deb"
  check "deb: the command is a link into the image" in_root otus-server --version
  check "deb: has a user" has_user
  check "deb: its service is enabled" service_is enabled
  check "deb: settings are valid" in_root otus-server check --listen 127.0.0.1:0 \
    -c /etc/otus-server/otus-server.toml
  check "deb: finds its manual page" in_root man --where otus-server
  if [[ -n $(command -v systemd-analyze) ]]; then
    check "deb: systemd accepts the units" verify_units
    check "deb: exposure of the service" exposure_at_most 2.5
  fi
  check "deb: serves as its user" as_service
  check "deb: writes its access log" idle_until access_log
  stop

  sed -i 's/^#listing/listing/' "$root/etc/otus-server/otus-server.toml"
  check "deb: a setting is changed" changed_setting
  check "deb: the service is disabled" in_root systemctl disable otus-server.service
  make_upgrade "$deb" >/dev/null
  check "deb: is upgraded" install_deb otus-server_99.deb
  check "deb: has the new version" installed_version 99.0
  check "deb: keeps the changed setting" changed_setting
  check "deb: keeps the service disabled" service_is disabled
  check "deb: serves after the upgrade" as_service
  stop

  check "deb: is removed" in_root dpkg --remove otus-server
  check "deb: leaves only settings and logs" gone /usr/bin/otus-server /usr/lib/otus-server \
    /lib/systemd/system/otus-server.service /usr/share/doc/otus-server
  check "deb: keeps the setting without the package" changed_setting
  rm "$root/var/www/html/index.html"
  check "deb: is purged" in_root dpkg --purge otus-server
  check "deb: leaves nothing" leaves_nothing
  check "deb: its user is gone" lacks_user
fi

# --- the OCI image ---

archive=$(echo "$packages"/*-oci-*.tar)
layout=$work/layout
container=$work/container

inspect() { skopeo inspect "$1:$archive"; }

unpack() {
  mkdir "$layout" "$container"
  tar -C "$layout" -xf "$archive"
  python3 -B - "$layout" <<'PYTHON' >"$work/layers"
import json, sys
blob = lambda each: f"{sys.argv[1]}/blobs/sha256/" + each["digest"].split(":")[1]
index = json.load(open(f"{sys.argv[1]}/index.json"))
for layer in json.load(open(blob(index["manifests"][0])))["layers"]:
    print(blob(layer))
PYTHON
  while read -r layer; do
    tar -C "$container" -xzf "$layer"
  done <"$work/layers"
}

has_no_shell() { ! find "$container" -name sh -o -name bash -o -name busybox | grep .; }

start_container() {
  unshare --mount --net --pid --fork --kill-child \
    python3 -B "$here/container.py" "$layout" "$container" "$site" \
    >"$work/out" 2>"$work/err" </dev/null &
  server=$!
  for _ in {1..100}; do
    inside=$(pgrep -P "$server") && in_container curl -s -o "$work/body" "$address" && return
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
  done
  cat "$work/out" "$work/err"
  return 1
}

address=http://127.0.0.1:8080/offsets.txt
inside='' # process id of the container's process 1
in_container() { nsenter --net -t "$inside" "$@"; }
is_process_1() { grep -P '^NSpid:\t\d+\t1$' "/proc/$inside/status"; }
is_other_user() { grep -P '^Uid:\t65532\t65532\t65532\t65532$' "/proc/$inside/status"; }
serves_site() { cmp "$work/body" "$site/offsets.txt"; }

root_is_read_only() { grep -E '^[0-9]+ [0-9]+ [0-9:]+ [^ ]+ / ro' "/proc/$inside/mountinfo"; }

if [[ -n $(command -v skopeo) ]]; then
  check "OCI: skopeo reads it as podman does" inspect oci-archive
  check "OCI: skopeo reads it as docker does" inspect docker-archive
  check "OCI: skopeo copies it" skopeo copy -q "oci-archive:$archive" "oci:$work/copied:test"
fi
check "OCI: is unpacked" unpack
check "OCI: has no shell" has_no_shell
chmod 0755 "$work" "$site" # the container has another user
if [[ $UID != 0 ]]; then
  echo "skipped: only root can run the container"
else
  check "OCI: starts" start_container
  check "OCI: serves the working directory" serves_site
  check "OCI: is process 1" is_process_1
  check "OCI: is another user" is_other_user
  check "OCI: has a read-only root" root_is_read_only
  kill -TERM "$inside"
  check "OCI: SIGTERM: exit code 0" ends_with 0
fi
