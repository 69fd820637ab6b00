# One help text of a program as a manual page (man 7). Variables: name, summary, version, others (pages).
# Titles stand at the line's begin and end in a colon; rows are "  term   explanation"; all else is text.

function roff(s) {
    gsub(/\\/, "\\e", s)
    gsub(/-/, "\\-", s)
    gsub(/"/, "\\(dq", s)
    sub(/^[.']/, "\\\\\\&&", s)
    return s
}

# "--target N": the option bold, its value in italics
function term(s,    n, part) {
    n = split(s, part, / +/)
    s = ""
    for (i = 1; i <= n; i++)
        s = s (i > 1 ? " " : "") (part[i] ~ /^-/ || part[i] ~ /^[a-z0-9]+$/ ? "\\fB" : "\\fI") roff(part[i]) "\\fR"
    return s
}

BEGIN {
    printf ".TH %s 1 \"\" \"%s\" \"Khulasa\"\n", toupper(roff(name)), roff(version)
    printf ".SH NAME\n%s \\- %s\n", roff(name), roff(summary)
    section = ""
}

/^Usage:$/ { print ".SH SYNOPSIS"; section = "usage"; next }
/^[A-Z][a-z ]*:$/ {
    section = "rows"
    if ($0 ~ /^Example/) section = "example"
    print ".SH " toupper(substr($0, 1, length($0) - 1))
    next
}
/^$/ {
    if (section == "usage") { print ".SH DESCRIPTION"; section = "text" }
    next
}
section == "usage" { sub(/^ +/, ""); print (n_usage++ ? ".br\n" : "") "\\fB" roff($0) "\\fR"; next }
section == "rows" {
    sub(/^ +/, "")
    at = match($0, /   *[^ ]/)
    if (at == 0) { print ".TP\n" term($0); next }
    print ".TP\n" term(substr($0, 1, at - 1))
    print roff(substr($0, at + RLENGTH - 1))
    next
}
section == "example" { sub(/^ +/, ""); print ".nf\n" roff($0) "\n.fi"; next }
{ print roff($0) }

END {
    print ".SH SEE ALSO"
    n = split(others, page, /[ \n]+/)
    line = ""
    for (i = 1; i <= n; i++)
        if (page[i] != "" && page[i] != name) line = line (line != "" ? ",\n" : "") "\\fB" roff(page[i]) "\\fR(1)"
    print line
}
