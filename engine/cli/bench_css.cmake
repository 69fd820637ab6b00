# cmake -D PALETTE=palette.css -D CSS=bench_page.css -D OUT=bench_css.c -P bench_css.cmake: the style sheet as bytes in a generated source.
file(READ ${PALETTE} palette HEX)
file(READ ${CSS} css HEX)
set(css "${palette}${css}")
string(LENGTH "${css}" digits)
math(EXPR bytes "${digits} / 2")
string(REGEX REPLACE "(..)" "0x\\1," array "${css}")
string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)" "\\1\n" array "${array}")
file(WRITE ${OUT} "/* Made by engine/cli/bench_css.cmake from palette.css and bench_page.css. */\n#include \"bench_sheet.h\"\n\n"
  "const unsigned char khl_bench_css[] = {\n${array}};\nconst size_t khl_bench_css_bytes = ${bytes};\n")
