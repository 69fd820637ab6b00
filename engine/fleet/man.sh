#!/bin/sh
# man.sh PROGRAM MODELS AWK PAGE: the manual page from the help of khulasa-fleet.
set -eu
"$1" --help --lang en --models "$2" | awk -v name=khulasa-fleet -v summary="condense proposals on many machines" \
    -v version="$("$1" --version)" -v others="khulasa condense" -f "$3" >"$4.new"
mv "$4.new" "$4"
