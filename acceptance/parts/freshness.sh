# Each response shows the state of the files when its request was read, and published files resume.

clones_what_was_pushed() {
  local text
  text=$(date +%N)
  git -C "$work/clone" -c user.name=a -c user.email=a@example.org commit -q --allow-empty -m "$text"
  git -C "$work/clone" push -q "$site/repository.git" HEAD:main
  git -C "$work/reader" fetch -q "http://127.0.0.1:$port/repository.git" main
  git -C "$work/reader" log -1 --format=%s FETCH_HEAD
  [[ $(git -C "$work/reader" log -1 --format=%s FETCH_HEAD) == "$text" ]]
}

publishes_to_git() {
  git init -q --bare "$site/repository.git"
  git -C "$site/repository.git" config core.hooksPath hooks
  printf '#!/bin/sh\nexec git update-server-info\n' >"$site/repository.git/hooks/post-update"
  chmod +x "$site/repository.git/hooks/post-update"
  git init -q -b main "$work/clone"
  git init -q "$work/reader"
  for _ in {1..5}; do
    check "git push, then git fetch over HTTP gets it" clones_what_was_pushed
  done
}

serve --compress --clean-urls --listing --spa=app.html --index index.html,index.htm
check "1,500 changes of files: no response is older" \
  timeout 60 python3 -B "$here/freshness.py" "$port" "$site" 1500
head -c 300000 /dev/urandom >"$site/new.bin"
check "published just now: 200" status 200 /new.bin
check "its tag is strong" header etag '"[^"]*"'
tag=$(header etag)
check "it can be resumed: 206" status 206 /new.bin -r 299000- -H "If-Range: $tag"
publishes_to_git
stop

serve --cache-revalidate 1h
echo one >"$site/plain.txt"
touch -d '1 hour ago' "$site/plain.txt"
check "--cache-revalidate 1h: 200" status 200 /plain.txt
echo two >"$site/plain.txt"
check "a small file is not checked" status 200 /plain.txt
check "it is the old one" body_is one
stop
