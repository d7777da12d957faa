#!/bin/sh
# Ends the sandbox's processes when their parent is gone, however it went: a killed parent runs no clean-up of its own,
# but the kernel closes its end of our standard input. Each line of that input is the id of one process.
# Usage: reaper.sh FOLDER; the folder, with its keys, is removed as well unless the parent said "keep".
pids=
folder=$1
while read -r line; do
  case $line in
    keep) folder= ;;
    *) pids="$pids $line" ;;
  esac
done
trap '' TERM INT HUP
[ -n "$pids" ] && kill -TERM $pids 2>/dev/null
for _ in 1 2 3 4 5 6 7 8 9 10; do
  [ -n "$pids" ] && kill -0 $pids 2>/dev/null || break
  sleep 0.2
done
[ -n "$pids" ] && kill -KILL $pids 2>/dev/null
[ -n "$folder" ] && rm -rf "$folder"
exit 0
