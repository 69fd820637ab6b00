/* JSON through jansson, and where it is wrong. The caller has bounded the bytes; jansson bounds the nesting.
 */
#include "json_load.h"

#include "error.h"
#include "str.h"
#include "utf8.h"

/* jansson tells where it stopped reading, which is behind the token it did not want; the token is quoted at
 * the end of its message ("... near 'x'") when it is short. Returns that token. */
static khl_str offending_token(const json_error_t *error)
{
    const char *begin = strstr(error->text, " near '");
    size_t n = strlen(error->text);
    if (begin == NULL || error->text[n - 1] != '\'') return (khl_str){"", 0};
    begin += strlen(" near '");
    khl_str token = {begin, (size_t)(error->text + n - 1 - begin)};
    bool fits = khl_utf8_length(token) <= (size_t)error->column && token.n <= (size_t)error->position;
    return fits ? token : (khl_str){"", 0};
}

khl_status khl_json_load(json_t **out, khl_str text, size_t base, uint64_t line, khl_error *err)
{
    json_error_t error;
    *out = json_loadb(text.p, text.n, JSON_REJECT_DUPLICATES, &error);
    if (*out != NULL) return KHL_OK;
    if (json_error_code(&error) == json_error_out_of_memory) return khl_fail_memory(err);
    error.text[khl_utf8_check(khl_str_from(error.text))] = '\0';
    if (error.line < 1) error.line = 1;
    if (error.column < 0) error.column = 0;
    if (error.position < 0) error.position = 0;
    khl_str token = offending_token(&error);
    KHL_FAIL(err, KHL_E_INPUT, "json.syntax", "this is not valid JSON: {0}", error.text);
    khl_error_at(err, NULL, line + (uint64_t)error.line - 1,
                 (uint64_t)error.column - khl_utf8_length(token) + 1);
    khl_error_at_byte(err, NULL, base + (uint64_t)error.position - token.n);
    return KHL_E_INPUT;
}
