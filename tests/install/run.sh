#!/bin/sh
# run.sh CMAKE CC BUILD_DIR SOURCE_DIR: installs to a prefix, moves it, and uses what lies there: the program, its
# manual, and the library through pkg-config.
set -eu
cmake=$1 compiler=$2 build=$3 source=$4
command -v pkg-config >/dev/null || { echo "there is no pkg-config"; exit 77; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$cmake" --install "$build" --prefix "$work/first" >"$work/log" || { cat "$work/log"; exit 1; }
mv "$work/first" "$work/prefix"
prefix=$work/prefix
pc=$(find "$prefix" -name khulasa.pc)
PKG_CONFIG_PATH=$(dirname "$pc")
export PKG_CONFIG_PATH

# shellcheck disable=SC2046,SC2086 # words of a command line
"$compiler" -std=c11 -Wall -Wextra -pedantic -Werror "$source/tests/install/embed.c" -o "$work/embed" \
    ${KHL_TEST_FLAGS-} $(pkg-config --cflags --libs khulasa)
libdir=$(pkg-config --variable=libdir khulasa)
models=$(pkg-config --variable=models khulasa)
[ -f "$models" ] || { echo "no models at $models"; exit 1; }
input=$source/tests/cli/data/small.csv
LD_LIBRARY_PATH=$libdir "$work/embed" "$models" "$input" >"$work/embedded.json"

# the program, moved with its models, says the same; a fault has its line
(cd "$work" && "$prefix/bin/khulasa" condense "$input" -o out --quiet --format json)
cmp "$work/embedded.json" "$work/out/shortlist.json"
! LD_LIBRARY_PATH=$libdir "$work/embed" "$models" "$work/missing.csv" 2>"$work/error" || exit 1
grep -q 'missing.csv: there is no such file' "$work/error"

# the generator finds its vocabulary, and the bench the generator
(cd "$work" && "$prefix/bin/khulasa" bench "$source/bench/suites/smoke.tsv" -o bench --quiet && [ -s bench/index.html ])

# nothing but khl_ names leaves the library
command -v nm >/dev/null && nm -D --defined-only "$libdir/libkhulasa.so" |
    awk '$3 !~ /^khl_/ && $2 ~ /[TDRB]/ && $3 !~ /^(_init|_fini|__.*|_edata|_end)$/ { print "exported: " $3; bad = 1 }
        END { exit bad }'

# the manual: a page for each program and one for each of its commands; whatever a page names is there
man=$(find "$prefix" -type d -name man1)
for program in khulasa khulasa-fleet; do
    for command in "" $("$prefix/bin/$program" --help --lang en | awk '/^Commands:/ { on = 1; next } /^$/ { on = 0 } on { print "-" $1 }'); do
        page=$man/$program$command.1
        [ -f "$page" ] || { echo "no page $program$command.1"; exit 1; }
        sed -n '/^\.SH SEE ALSO/,$ s/^\\fB\(.*\)\\fR(1),*$/\1/p' "$page" | tr -d '\\' >"$work/named"
        [ -s "$work/named" ] || { echo "$page names no other page"; exit 1; }
        while read -r other; do [ -f "$man/$other.1" ] || { echo "$page names $other, which is not there"; exit 1; }; done <"$work/named"
        if command -v mandoc >/dev/null; then mandoc -T lint -W error "$page"
        elif command -v man >/dev/null; then
            man --warnings -l "$page" >/dev/null 2>"$work/warnings" || { cat "$work/warnings"; exit 1; }
            [ ! -s "$work/warnings" ] || { cat "$work/warnings"; exit 1; }
        fi
    done
done
echo "installed, moved and used"
