# cmake -D FOLDER=engine/export/html -D OUT=page_assets.c -P embed.cmake
# Writes palette.css with page.css, changes.css and page.js as byte arrays, and the digest of the script as a Content-Security-Policy wants it
# (base64 of SHA-256), so that the page allows this script and no other.
file(READ ${FOLDER}/palette.css palette HEX)
file(READ ${FOLDER}/page.css css HEX)
set(css "${palette}${css}")
file(READ ${FOLDER}/changes.css changes_css HEX)
file(READ ${FOLDER}/page.js js HEX)
file(SHA256 ${FOLDER}/page.js digest)

set(alphabet "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
set(base64 "")
string(APPEND digest "00") # 32 bytes and one of padding: eleven groups of three
foreach(group RANGE 0 10)
  math(EXPR at "${group} * 6")
  string(SUBSTRING ${digest} ${at} 6 hex)
  foreach(shift IN ITEMS 18 12 6 0)
    math(EXPR letter "(0x${hex} >> ${shift}) & 63")
    string(SUBSTRING ${alphabet} ${letter} 1 letter)
    string(APPEND base64 ${letter})
  endforeach()
endforeach()
string(REGEX REPLACE ".$" "=" base64 ${base64})

set(text "/* Made by engine/export/embed.cmake from engine/export/html. */\n#include \"page_assets.h\"\n\n")
foreach(name IN ITEMS css changes_css js)
  string(LENGTH "${${name}}" digits)
  math(EXPR bytes "${digits} / 2")
  string(REGEX REPLACE "(..)" "0x\\1," array "${${name}}")
  string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)" "\\1\n" array "${array}")
  string(APPEND text "const unsigned char khl_page_${name}[] = {\n${array}};\nconst size_t khl_page_${name}_bytes = ${bytes};\n\n")
endforeach()
string(APPEND text "const char khl_page_js_sha256[] = \"${base64}\";\n")
file(WRITE ${OUT} "${text}")
