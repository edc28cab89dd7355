# The manual page and the completions in the image, read by man and by the shells.

share=$image/share
page=$share/man/man1/otus-server.1
bash_file=$share/bash-completion/completions/otus-server
zsh_file=$share/zsh/site-functions/_otus-server
fish_file=$share/fish/vendor_completions.d/otus-server.fish

# prints_nothing COMMAND…: no output, and exit code 0.
prints_nothing() {
  "$@" >"$work/output" 2>&1
  cat "$work/output"
  [[ ! -s $work/output ]]
}

# Formats the page for a terminal, as lintian does.
man_warnings() {
  env MANROFFSEQ= MANWIDTH=80 man --warnings -E UTF-8 -l -Tutf8 -Z "$page" >/dev/null
}

page_has() { man -l "$page" | grep -F -- "$1"; }

# bash_completes WANTED WORD…: completes the last word in a new shell.
bash_completes() {
  local wanted=$1
  shift
  bash -c '
    source "$1"
    shift
    complete -p otus-server
    compopt() { :; } # works only while the shell itself completes
    COMP_WORDS=(otus-server "$@") COMP_CWORD=$#
    _otus_server
    echo "offers: ${COMPREPLY[*]}"' bash "$bash_file" "$@" | tee "$work/offers"
  grep -qx "complete -F _otus_server otus-server" "$work/offers" &&
    grep -qx "offers: $wanted" "$work/offers"
}

# fish_completes WANTED LINE: offers WANTED at the end of the line.
fish_completes() {
  HOME=$work fish --no-config -c "source '$fish_file'; complete -C '$2'" | tee "$work/offers"
  cut -f 1 "$work/offers" | grep -qx -- "$1"
}

# zsh_completes WANTED LINE: the tabulator turns LINE into WANTED.
zsh_completes() {
  HOME=$work timeout 20 python3 -B "$here/zsh.py" "$share/zsh/site-functions" "$2" | tee "$work/offers"
  grep -qxF -- "$1|" "$work/offers"
}

if [[ -n $(command -v mandoc) ]]; then
  check "mandoc finds no fault in the page" prints_nothing mandoc -T lint -W style "$page"
fi
if [[ -n $(command -v man) ]]; then
  check "man formats the page without warnings" prints_nothing man_warnings
  check "the page has a flag" page_has "--max-body SIZE"
  check "the page has the exit codes" page_has "129, 130, 143"
fi

check "bash reads its completion" prints_nothing bash -n "$bash_file"
check "bash completes a flag" bash_completes --symlinks --sym
check "bash completes a word" bash_completes "deny inside follow" --symlinks ""
check "bash completes a word after =" bash_completes deny --symlinks = d
check "bash completes a verb" bash_completes plugins plu
mkdir "$work/some-directory"
cd "$work"
check "bash completes a directory" bash_completes some-directory -r some
check "bash completes a file" bash_completes secret.txt --config secr

if [[ -n $(command -v zsh) ]]; then
  check "zsh reads its completion" prints_nothing zsh -n "$zsh_file"
  check "zsh completes a flag" zsh_completes "otus-server --symlinks=" "otus-server --sym"
  check "zsh completes a word" zsh_completes "otus-server --symlinks=deny " "otus-server --symlinks=d"
  check "zsh completes a verb" zsh_completes "otus-server plugins " "otus-server plu"
  check "zsh completes a second verb" zsh_completes "otus-server plugins check " "otus-server plugins "
  check "zsh completes a directory" zsh_completes "otus-server -r some-directory/" "otus-server -r some"
fi
if [[ -n $(command -v fish) ]]; then
  check "fish reads its completion" prints_nothing fish -n "$fish_file"
  check "fish completes a flag" fish_completes --symlinks "otus-server --sym"
  check "fish completes a word" fish_completes inside "otus-server --symlinks "
  check "fish completes a verb" fish_completes plugins "otus-server plu"
  check "fish completes a directory" fish_completes some-directory/ "otus-server -r some"
fi
