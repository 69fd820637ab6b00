#!/bin/sh
# Every error the engine can raise has its words in three languages, with the same {0} {1} {2}, and the English ones
# are those of the source.
#
# An id is found by its shape, whatever function it is handed to: the string "area.name" directly before the string
# of its words. A string of that shape anywhere else is taken for an id too, unless it is one of a message of another
# file, a section of the model file or the name of a file.
set -eu
cd "$1"
fail=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
complain() { echo "$1" >&2; fail=1; }

# file, id, English words; the words are empty where a string only has the shape of an id
perl -0777 -ne '
    s{/\*.*?\*/|//[^\n]*}{}gs;
    while (/"([a-z_]+(?:\.[a-z_0-9]+)+|memory)"(?:,\s*((?:"(?:[^"\\]|\\.)*"\s*)+))?/g) {
        my ($id, $strings) = ($1, $2 // "");
        my $words = join "", $strings =~ /"((?:[^"\\]|\\.)*)"/g;
        $words =~ s/\\(.)/$1/g;
        $words = "" unless $words =~ / /;
        print "$ARGV\t$id\t$words\n";
    }' engine/*/*.c | sort -u >"$work/strings"
grep -v '^#' models/messages/err.tsv | sed 's/^err\.//' >"$work/known"
grep -hv '^#' models/messages/*.tsv | cut -f 1 | sort -u >"$work/messages"

# doc.* of counted phrases lack their plural category here; the tests of export look after those.
is_no_error() {
    case "$1" in
    *.tsv | *.h | *.c | *.so.* | *.json | *.csv | *.txt | *.html | *.xml) return 0 ;;
    axes.default | axes.openness | background.idf | corpus.aliases | match.weights | opendocument.* | doc.*) return 0 ;;
    esac
    grep -qxF "$1" "$work/messages"
}

tab=$(printf '\t')
while IFS=$tab read -r file id words; do
    english=$(awk -F '\t' -v id="$id" '$1 == id { print $2; exit }' "$work/known")
    if [ -n "$english" ]; then
        [ -z "$words" ] || [ "$words" = "$english" ] ||
            complain "$file: $id says \"$words\", and models/messages/err.tsv \"$english\""
    elif [ -n "$words" ] || ! is_no_error "$id"; then
        complain "$file: models/messages/err.tsv lacks err.$id"
    fi
done <"$work/strings"

# rows that no source raises any more
cut -f 2 "$work/strings" | sort -u >"$work/ids"
cut -f 1 "$work/known" | while read -r id; do
    grep -qxF "$id" "$work/ids" || echo "models/messages/err.tsv: err.$id is raised nowhere"
done >"$work/unused"
[ ! -s "$work/unused" ] || complain "$(cat "$work/unused")"

awk -F '\t' '!/^#/ && NF > 0 {
    if (NF != 4 || $2 == "" || $3 == "" || $4 == "") { print FILENAME ":" FNR ": " $1 " wants en, fr and ar"; bad = 1 }
    if ($1 ~ /\.(zero|one|two)$/) next # "one entry", "entrées: 2", a dual: the number may be in the word
    for (k = 0; k < 10; k++) { slot = "{" k "}"
        if ((index($2, slot) > 0) != (index($3, slot) > 0) || (index($2, slot) > 0) != (index($4, slot) > 0)) {
            print FILENAME ":" FNR ": " $1 " uses " slot " in some languages only"; bad = 1 } }
} END { exit bad }' models/messages/*.tsv >&2 || fail=1
exit $fail
