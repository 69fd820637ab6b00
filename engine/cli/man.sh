#!/bin/sh
# man.sh PROGRAM MODELS FOLDER: manual pages from the program's own help, khulasa.1 last.
set -eu
program=$1 models=$2 folder=$3
awk_file=$(dirname "$0")/man.awk
ask() { "$program" "$@" --help --lang en --models "$models"; }

mkdir -p "$folder"
rm -f "$folder"/khulasa*.1
version=$("$program" --version)
overview=$(ask)
# "  name   what it does" between the titles of the commands and of the options
commands=$(printf '%s\n' "$overview" | awk '/^Commands:/ { on = 1; next } /^$/ { on = 0 } on { print $1 }')
[ -n "$commands" ]
for command in $commands; do
    summary=$(printf '%s\n' "$overview" | sed -n "s/^  $command  *//p" | head -n 1)
    ask "$command" | awk -v name="khulasa-$command" -v summary="$summary" -v version="$version" \
        -v others="$commands" -f "$awk_file" >"$folder/khulasa-$command.1"
done
printf '%s\n' "$overview" | awk -v name=khulasa -v summary="condense civic proposals, Arabic first" \
    -v version="$version" -v others="$commands" -f "$awk_file" >"$folder/khulasa.1.new"
mv "$folder/khulasa.1.new" "$folder/khulasa.1"
