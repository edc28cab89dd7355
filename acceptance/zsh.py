#!/usr/bin/env python3
"""Completes a line in an interactive zsh on a terminal: zsh.py DIRECTORY LINE. Prints the completed
line with a | at its end. DIRECTORY has the completions.
"""
import os
import pty
import sys

# A widget completes and prints the buffer, so that nothing has to be read from the screen. If it were
# two keys, zsh could see the second one while it completes, and give up.
SETUP = """
PS1=ready. fpath=("{directory}" $fpath)
autoload -Uz compinit && compinit -u -D
show() {{ zle complete-word; print -r -- "<line>$BUFFER|</line>" }}
zle -N show && bindkey '^X' show
echo set-up-is-done
"""


def read_until(terminal, end):
    text = b""
    while end not in text:
        text += os.read(terminal, 65536)
    return text.decode(errors="replace")


def main(directory, line):
    shell, terminal = pty.fork()
    if shell == 0:
        os.execvpe("zsh", ["zsh", "-f", "-i"], {**os.environ, "TERM": "dumb"})
    os.write(terminal, SETUP.format(directory=directory).encode())
    # With a line break in front: not the echo of the command.
    read_until(terminal, b"\nset-up-is-done")
    os.write(terminal, line.encode() + b"\x18")
    print(read_until(terminal, b"|</line>").split("<line>")[-1].split("</line>")[0])
    os.close(terminal)  # zsh gets SIGHUP
    os.waitpid(shell, 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
