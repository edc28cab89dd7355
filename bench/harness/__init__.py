"""What bench/run consists of.

main        the options, and what a run does in which order
packages    Debian's packages of the peers and of the load generators
build       the C programs and the Java peers
site        the files that are served
peers       the servers that are measured; the base of their classes is in peer
debian      how those of Debian are started, with their configurations
server      a running server: its ports, its processes, its end
processes   processors, and what /proc says of a tree of processes
load        the load generators, and requests that are checked
cases       what is measured under load: one line each
metrics     what the figures are called, and their units
alone       what needs a server of its own: start, memory, changed files, slow clients
measure     rounds and their figures
report      tables and JSON
chart       the SVG chart
"""
