#!/bin/sh
# Quality as a reviewed file: every figure of expected.tsv is measured again; a drop fails, a rise is to be written down.
#   run.sh PROGRAM SOURCE_DIR [--update]
set -eu
program=$1 source=$2 update=${3:-}
expected=$source/tests/quality/expected.tsv
measured=$(mktemp)
trap 'rm -f "$measured"' EXIT

# figures CORPUS AXES: one line a figure: corpus, axes, figure, value
figures() {
    options=""
    [ "$2" = with ] || options=--without-axes
    [ ! -e "$source/corpora/$1/axes.tsv" ] || set -- "$@" --axes "$source/corpora/$1/axes.tsv"
    name=$1 given=$2
    shift 2
    # shellcheck disable=SC2086 # no option or one
    "$program" evaluate "$source/corpora/$name/proposals.csv" --gold gold --json --quiet $options "$@" |
        tr -d '{}"' | tr ',' '\n' | awk -F: -v corpus="$name" -v axes="$given" -v OFS='\t' '
            /^sizes/ { exit }
            NF == 3 { group = $1; print corpus, axes, group "." $2, $3; next }
            $1 == "v_measure" || $1 == "ari" || $1 ~ /_accuracy$/ || $1 == "entries" || $1 == "gold_entries" { group = "" }
            $2 == "null" { next }
            NF == 2 { print corpus, axes, (group == "" ? "" : group ".") $1, $2 }'
}

for corpus in "$source"/corpora/*/; do
    [ -f "$corpus/proposals.csv" ] || continue
    for axes in with without; do figures "$(basename "$corpus")" "$axes"; done
done >"$measured"

if [ "$update" = --update ]; then
    { grep '^#' "$expected"; cat "$measured"; } >"$expected.new"
    mv "$expected.new" "$expected"
    exit 0
fi
awk -F '\t' '
    /^#/ || NF == 0 { next }
    NR == FNR { want[$1 FS $2 FS $3] = $4; next }
    { key = $1 FS $2 FS $3; seen[key] = 1
      if (!(key in want)) { print "not in expected.tsv: " $0; bad = 1; next }
      if ($3 == "entries" || $3 == "gold_entries") { if ($4 != want[key]) print "changed: " $0 " (was " want[key] ")"; next }
      if ($4 < want[key] - 0.0005) { print "dropped: " $0 " (was " want[key] ")"; bad = 1 }
      if ($4 > want[key] + 0.0005) print "risen, write it down: " $0 " (was " want[key] ")" }
    END { for (key in want) if (!(key in seen)) { print "not measured: " key; bad = 1 }
          exit bad }' "$expected" "$measured"
