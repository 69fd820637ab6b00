#!/bin/sh
# opens.sh KHULASA INPUT: the document of a collection, opened by LibreOffice and printed to PDF, in each language.
# Skipped (77) where LibreOffice is not installed.
set -eu
command -v soffice >/dev/null || { echo "skipped: soffice (libreoffice-writer-nogui) is not installed"; exit 77; }
khulasa=$1
input=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for lang in ar fr en; do
    "$khulasa" condense "$input" --format docx --lang $lang -q -o "$work/$lang"
    soffice -env:UserInstallation="file://$work/profile" --headless --convert-to pdf --outdir "$work/$lang" \
        "$work/$lang/shortlist.docx" >"$work/log" 2>&1
    [ "$(head -c 5 "$work/$lang/shortlist.pdf")" = "%PDF-" ] || { cat "$work/log"; echo "$lang: no PDF"; exit 1; }
    command -v pdftotext >/dev/null || continue
    pdftotext "$work/$lang/shortlist.pdf" "$work/text"
    [ "$(grep -c 'E-[0-9a-f]\{10\}' "$work/text")" -ge 8 ] || { echo "$lang: entries are missing in the PDF"; exit 1; }
done
