#!/bin/sh
# Every error the engine can raise has its words in three languages, with the same {0} {1} {2}.
set -eu
cd "$1"
fail=0
ids=$(cat engine/*/*.c | tr '\n' ' ' | grep -oE '(KHL_FAIL\([^;]*|khl_tsv_fail\([^;]*)' |
    grep -oE '"[a-z_]+(\.[a-z_0-9]+)+"|KHL_E_[A-Z]+, "[a-z_]+"' | grep -oE '"[a-z_.0-9]+"' | tr -d '"' | sort -u)
for id in $ids; do
    case "$id" in *.tsv|*.c|*.h|*.json|*.csv|*.txt) continue ;; esac
    grep -q "^err\.$id	" models/messages/err.tsv || { echo "models/messages/err.tsv lacks err.$id" >&2; fail=1; }
done
awk -F '\t' '!/^#/ && NF > 0 {
    if (NF != 4 || $2 == "" || $3 == "" || $4 == "") { print FILENAME ":" FNR ": " $1 " wants en, fr and ar"; bad = 1 }
    for (k = 0; k < 10; k++) { slot = "{" k "}"
        if ((index($2, slot) > 0) != (index($3, slot) > 0) || (index($2, slot) > 0) != (index($4, slot) > 0)) {
            print FILENAME ":" FNR ": " $1 " uses " slot " in some languages only"; bad = 1 } }
} END { exit bad }' models/messages/*.tsv || fail=1
exit $fail
