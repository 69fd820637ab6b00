#!/bin/sh
# The rules of the house, on the sources themselves: who may include whom, and which room may see which library.
set -eu
cd "$1"
fail=0
list=$(mktemp)
trap 'rm -f "$list"' EXIT
complain() { echo "$1" >&2; fail=1; }

# room: rooms it may use (besides itself). The order is that of engine/rooms.cmake; no arrow points down.
allowed() {
    case "$1" in
    base) ;;
    corpus) echo "base" ;;
    text) echo "base" ;;
    vector) echo "base" ;;
    search) echo "base vector" ;;
    match) echo "base text vector why" ;;
    cluster) echo "base" ;;
    classify) echo "base text vector" ;;
    shortlist) echo "base corpus text why" ;;
    export) echo "base shortlist why" ;;
    office) echo "base corpus decisions" ;;
    docx | xlsx | pdf) echo "base shortlist why export" ;;
    models) echo "base corpus text match classify" ;;
    decisions) echo "base corpus text classify models accept previous" ;;
    compare) echo "base corpus text vector search match models similar index" ;;
    condense) echo "base corpus text vector search match cluster classify shortlist models decisions compare evaluate train fleet" ;;
    program) echo "base models corpus text condense export decisions" ;;
    cli) echo "base program models corpus text vector search why match compare similar index condense evaluate train export classify shortlist decisions accept" ;;
    fleet) echo "base program models condense" ;;
    *) echo "?" ;;
    esac
}

for dir in engine/*/; do
    room=$(basename "$dir")
    may="$room $(allowed "$room")"
    case "$may" in *"?"*) complain "engine/$room: a room without a rule; add it to tests/house/arrows.sh"; continue ;; esac
    grep -rhoE '^#include "[^"]+"' "$dir" | sed 's/.*"\(.*\)"/\1/' | sort -u >"$list"
    while read -r header; do
        case "$header" in
        khulasa/*) owner=$(basename "$header" .h) ;;
        *) owner=$(basename "$(dirname "$(find engine -name "$header" | head -n 1)")") ;;
        esac
        case " $may " in *" $owner "*) ;; *) complain "engine/$room includes \"$header\" of room $owner" ;; esac
    done <"$list"
done

# library header pattern, then the rooms that may include it
library() {
    pattern=$1; shift
    for file in $(grep -rlE "#include <($pattern)" engine include || true); do
        room=$(echo "$file" | cut -d/ -f2)
        case " $* " in *" $room "*) ;; *) complain "$file includes <$pattern...>" ;; esac
    done
}
library 'unicode/' corpus text
library 'libstemmer' text
library 'cblas|lapack' vector
library 'csv\.h' corpus
library 'zip\.h' office docx
library 'expat|freexl' office
library 'libxml/' docx
library 'xlsxwriter' xlsx
library 'zlib\.h' xlsx
library 'pango|cairo|fribidi|hb\.h' pdf
library 'sha2\.h|md5\.h' corpus
library 'jansson' corpus office decisions cli
library 'yajl/' base

# names of files are unique, so that an include means one thing
twice=$(find engine -name '*.h' -printf '%f\n' | sort | uniq -d)
[ -z "$twice" ] || complain "two headers of one name: $twice"

# language belongs to models/: comments may show examples, code may not
grep -rlP '[\x{0621}-\x{064A}]' engine --include='*.c' --include='*.h' >"$list" || true
while read -r file; do
    if perl -0777 -pe 's:/\*.*?\*/::gs; s://[^\n]*::g' "$file" | grep -qP '[\x{0621}-\x{064A}]'; then
        complain "$file: Arabic letters in code"
    fi
done <"$list"
exit $fail
