# shellcheck shell=sh
# Functions for the cases.

# refuse INPUT [OPTION...]: condenses, and tells the exit code and what is left in the output folder: nothing.
refuse() {
    refuse_code=0
    khulasa condense "$@" -o out/deep || refuse_code=$?
    echo "exit $refuse_code"
    left out
}

# left FOLDER: what it holds, hidden files too.
left() {
    if [ ! -e "$1" ]; then echo "no $1"; return; fi
    [ -n "$(ls -A "$1")" ] || echo "$1 is empty"
    ls -A "$1"
}

# entries FOLDER: the members of each entry on a line, in an order that no run depends on; and what is set aside.
entries() {
    tr -d '\r' <"$1/shortlist.csv" | awk -F ';' 'NR > 1 && $2 != "" { print $2 ";" $13 }' | sort |
        awk -F ';' '$1 != last { if (last != "") print line; line = ""; last = $1 } { line = line " " $2 }
            END { print line }' | sed 's/^ //' | sort
}

# entries_by_id FOLDER: entry id and member id, sorted.
entries_by_id() { tr -d '\r' <"$1/shortlist.csv" | awk -F ';' 'NR > 1 { print $2, $13 }' | sort; }

# texts FOLDER: the texts of each entry on a line, sorted: for inputs that have no ids.
texts() {
    tr -d '\r' <"$1/shortlist.csv" | awk -F ';' 'NR > 1 { print $2 ";" $17 }' | sort |
        awk -F ';' '$1 != last { if (last != "") print line; line = ""; last = $1 } { line = line " / " $2 }
            END { print line }' | sort
}

# skip REASON
skip() {
    echo "$1" >&2
    exit 77
}

need() { command -v "$1" >/dev/null || skip "there is no $1"; }

# generate [OPTION...]: khulasa-generate, which lies beside the program.
generate() { "$(dirname "$(readlink -f "$(command -v khulasa)")")/khulasa-generate" "$@"; }

# tabs: rows whose fields are written between " | ", as a file of the house.
tabs() { sed 's/ | /\t/g'; }
