#!/bin/sh
# run.sh CC SOURCE_DIR: every public header compiles alone, as C11 without extensions and as C++17.
set -eu
compiler=$1
cd "$2/include"
fail=0
cxx=
for candidate in ${CXX-} g++ clang++ c++; do
    if command -v "$candidate" >/dev/null; then cxx=$candidate; break; fi
done
[ -n "$cxx" ] || echo "no C++ compiler: headers are compiled as C only"

# alone LANGUAGE COMPILER HEADER OPTION...: twice over, for a missing guard
alone() {
    language=$1 with=$2 header=$3
    shift 3
    printf '#include <%s>\n#include <%s>\n' "$header" "$header" |
        "$with" -x "$language" "$@" -pedantic -Wall -Wextra -Werror -I. -fsyntax-only - ||
        { echo "$header does not compile alone as $language" >&2; fail=1; }
}

n=0
for header in khulasa.h khulasa/*.h; do
    alone c "$compiler" "$header" -std=c11 -Wstrict-prototypes
    [ -z "$cxx" ] || alone c++ "$cxx" "$header" -std=c++17
    n=$((n + 1))
done
echo "$n headers"
[ "$n" -gt 1 ] || fail=1

# the umbrella holds them all
for header in khulasa/*.h; do
    grep -q "#include <$header>" khulasa.h || { echo "khulasa.h lacks $header" >&2; fail=1; }
done
exit $fail
