#!/bin/sh
# man.sh PROGRAM MODELS FOLDER SUMMARY [OTHERS]: manual pages from a program's own help, that of the program last.
# OTHERS: further pages to be named by it.
set -eu
program=$1 models=$2 folder=$3 summary=$4 others=${5-}
name=$(basename "$program")
awk_file=$(dirname "$0")/man.awk
ask() { "$program" "$@" --help --lang en --models "$models"; }
page() { awk -v name="$1" -v summary="$2" -v version="$version" -v others="$3" -f "$awk_file"; }

mkdir -p "$folder"
rm -f "$folder/$name".1 "$folder/$name"-*.1
version=$("$program" --version)
overview=$(ask)
# "  name   what it does" between the titles of the commands and of the options
commands=$(printf '%s\n' "$overview" | awk '/^Commands:/ { on = 1; next } /^$/ { on = 0 } on { print $1 }')
[ -n "$commands" ]
pages=
for command in $commands; do pages="$pages $name-$command"; done
for command in $commands; do
    does=$(printf '%s\n' "$overview" | sed -n "s/^  $command  *//p" | head -n 1)
    ask "$command" | page "$name-$command" "$does" "$name$pages" >"$folder/$name-$command.1"
done
printf '%s\n' "$overview" | page "$name" "$summary" "$others$pages" >"$folder/$name.1.new"
mv "$folder/$name.1.new" "$folder/$name.1"
