#!/bin/sh
# Golden cases of the program: run.sh PROGRAM SOURCE_DIR [--update] [CASE...]
#
# A case is a file cases/NAME.case: a note, "== run" and the commands, "== code", "== stdout" and "== stderr" with what
# is expected of them. Its commands run with sh in a folder of their own, in which $DATA (tests/cli/data), $SOURCE and
# the functions of support.sh may be used, and khulasa is the program. In what they print, the paths of that folder,
# of the sources and of the program are replaced by SCRATCH, SOURCE and BUILD. A case that exits with 77 is skipped.
# --update writes what came into the case files; read the difference before you keep it.
set -eu
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
SOURCE=$(cd "$2" && pwd)
shift 2
update=no
[ "${1-}" != --update ] || { update=yes; shift; }
here=$SOURCE/tests/cli
DATA=$here/data
export SOURCE DATA
work=$(mktemp -d)
trap 'chmod -R u+rwx "$work"; rm -rf "$work"' EXIT
mkdir "$work/bin"
ln -s "$program" "$work/bin/khulasa"
PATH=$work/bin:$PATH
unset LC_ALL LC_MESSAGES LANG LANGUAGE
export PATH LC_CTYPE=C.UTF-8
build=$(dirname "$(dirname "$program")")

# section NAME FILE: the lines below "== NAME"
section() { awk -v name="== $1" '/^== / { on = $0 == name || index($0, name " ") == 1; next } on' "$2"; }
escape() { printf '%s' "$1" | sed 's/[].[^$*\/]/\\&/g'; }
normalise() {
    sed -e "s/$(escape "$scratch")/SCRATCH/g" -e "s/$(escape "$SOURCE")/SOURCE/g" -e "s/$(escape "$build")/BUILD/g" "$1"
}

# The file a case would be if what came were right.
actual() {
    sed '/^== code/,$d' "$1"
    echo "== code $code"
    echo "== stdout"
    normalise "$work/stdout"
    echo "== stderr"
    normalise "$work/stderr"
}

run_case() {
    file=$here/cases/$1.case
    scratch=$work/$1
    mkdir "$scratch"
    # shellcheck disable=SC2016 # the case expands it
    { printf '%s\n' '. "$SOURCE/tests/cli/support.sh"'; section run "$file"; } >"$work/script"
    code=0
    (cd "$scratch" && sh "$work/script" </dev/null >"$work/stdout" 2>"$work/stderr") || code=$?
    if [ "$code" = 77 ]; then
        echo "skipped $1: $(cat "$work/stderr")"
        skipped=$((skipped + 1))
        return
    fi
    actual "$file" >"$work/actual"
    if [ "$update" = yes ]; then
        cp "$work/actual" "$file"
    elif ! diff -u "$file" "$work/actual" >"$work/diff"; then
        echo "FAILED $1"
        cat "$work/diff"
        failed=$((failed + 1))
    fi
    chmod -R u+rwx "$scratch"
    rm -rf "$scratch"
}

failed=0 skipped=0 ran=0
if [ $# -eq 0 ]; then
    for file in "$here"/cases/*.case; do set -- "$@" "$(basename "$file" .case)"; done
fi
for name; do
    run_case "$name"
    ran=$((ran + 1))
done
echo "$ran cases, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ] || exit 1
[ "$skipped" -lt "$ran" ] || exit 77
