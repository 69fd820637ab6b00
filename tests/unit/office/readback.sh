#!/ bin / sh
#readback.sh KHULASA OFFICE_READBACK CORPORA : every collection as DOCX and XLSX, in Arabic and French,      \
    read back without an
#edit, says in every part of every entry what was handed out.
set -eu
khulasa=$1
readback=$2
corpora=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for input in "$corpora"/*/*.csv; do
    for lang in ar fr; do
        "$khulasa" condense "$input" --format docx,xlsx --lang $lang -q -o "$work/out"
        "$readback" "$work/out/shortlist.docx" "$work/out/shortlist.xlsx" >"$work/log" || { echo "$input, $lang"; cat "$work/log"; exit 1; }
    done
done
