/* Sheets of an Excel workbook, cell by cell. Formulas are not computed: what Excel last showed is what
 * counts. */
#include "error.h"
#include "hex.h"
#include "office.h"
#include "office_number.h"
#include "office_xml.h"
#include "str.h"
#include "utf8.h"
#include "xlsx_parts.h"

#include <stdlib.h>
#include <string.h>

typedef enum cell_type { NUMBER, SHARED, INLINE, STRING, BOOLEAN, DATE } cell_type;

typedef struct walk {
    khl_xlsx *x;
    khl_book *book;
    khl_buf value, shown;
    uint32_t row, column; /* of the cell at hand, from 0 */
    cell_type type;
    bool date, in_value;
    unsigned phonetic;
} walk;

/* "BC12" -> column 54, row 11; false for what is no such place. */
static bool parse_place(const char *s, uint32_t *row, uint32_t *column)
{
    uint64_t c = 0, r = 0;
    for (; *s >= 'A' && *s <= 'Z' && c <= KHL_BOOK_COLUMNS; s++) c = c * 26 + (uint64_t)(*s - 'A') + 1;
    for (; *s >= '0' && *s <= '9' && r <= KHL_BOOK_ROWS; s++) r = r * 10 + (uint64_t)(*s - '0');
    if (*s != '\0' && *s != ':') return false;
    if (c == 0 || c > KHL_BOOK_COLUMNS || r == 0 || r > KHL_BOOK_ROWS) return false;
    *row = (uint32_t)r - 1;
    *column = (uint32_t)c - 1;
    return true;
}

static cell_type type_of(const char *t)
{
    static const struct {
        const char *name;
        cell_type type;
    } TYPES[] = {{"s", SHARED},  {"inlineStr", INLINE}, {"str", STRING},
                 {"b", BOOLEAN}, {"d", DATE},           {"e", STRING}};
    for (size_t i = 0; t != NULL && i < sizeof TYPES / sizeof *TYPES; i++)
        if (strcmp(t, TYPES[i].name) == 0) return TYPES[i].type;
    return NUMBER;
}

/* Cells without a place stand behind the one before them. */
static void start_cell(walk *w, const char **atts)
{
    const char *place = khl_xml_attribute(atts, "r");
    w->column++;
    if (place != NULL) parse_place(place, &w->row, &w->column);
    w->type = type_of(khl_xml_attribute(atts, "t"));
    uint32_t style = khl_xml_number(atts, "s", UINT32_MAX, UINT32_MAX - 1);
    w->date = style < w->x->n_styles && w->x->date_styles[style];
    w->value.n = 0;
}

static khl_status add_merge(walk *w, const char **atts, khl_error *err)
{
    khl_book_merge m;
    const char *range = khl_xml_attribute(atts, "ref"), *colon = range != NULL ? strchr(range, ':') : NULL;
    if (colon == NULL || !parse_place(range, &m.first_row, &m.first_column) ||
        !parse_place(colon + 1, &m.last_row, &m.last_column))
        return KHL_OK;
    return khl_book_merge_cells(w->book, m, err);
}

static khl_status on_start(void *context, const char *name, const char **atts, khl_error *err)
{
    walk *w = context;
    w->in_value = khl_xml_is(name, "v") || (khl_xml_is(name, "t") && w->type == INLINE && w->phonetic == 0);
    if (khl_xml_is(name, "c")) {
        start_cell(w, atts);
    } else if (khl_xml_is(name, "row")) {
        w->row = khl_xml_number(atts, "r", w->row + 2, KHL_BOOK_ROWS) - 1;
        w->column = UINT32_MAX;
    } else if (khl_xml_is(name, "rPh")) {
        w->phonetic++;
    } else if (khl_xml_is(name, "mergeCell")) {
        return add_merge(w, atts, err);
    }
    return KHL_OK;
}

static khl_status on_text(void *context, khl_str text, khl_error *err)
{
    walk *w = context;
    (void)err;
    if (w->in_value) khl_buf_put(&w->value, text);
    return KHL_OK;
}

/* As Excel shows it; what is no number stays as it is. */
static khl_str show_number(walk *w)
{
    double value;
    khl_str raw = khl_str_trim(khl_buf_str(&w->value));
    if (!khl_str_to_f64(raw, &value)) return raw;
    w->shown.n = 0;
    if (!w->date || !khl_number_put_date(&w->shown, value, w->x->since_1904))
        khl_number_put(&w->shown, value);
    return khl_buf_str(&w->shown);
}

static khl_status end_cell(walk *w, khl_error *err)
{
    uint64_t number;
    khl_str value = khl_buf_str(&w->value);
    if (!khl_buf_ok(&w->value) || !khl_buf_ok(&w->shown)) return khl_fail_memory(err);
    if (value.n == 0) return KHL_OK;
    switch (w->type) {
    case SHARED:
        if (!khl_str_to_u64(khl_str_trim(value), &number) || number >= w->x->n_strings)
            return KHL_FAIL(
                err, KHL_E_INPUT, "office.damaged",
                "the file is cut off or damaged ({0}); copy it again, or open it and save it anew",
                "sharedStrings");
        value = w->x->strings[number];
        break;
    case NUMBER:
        value = show_number(w);
        break;
    case BOOLEAN:
        value = value.p[0] == '1' ? KHL_STR("1") : KHL_STR("0");
        break;
    default:
        value = khl_xlsx_unescape(w->value.p, w->value.n);
    }
    return khl_book_put_copy(w->book, w->row, w->column, value, err);
}

static khl_status on_end(void *context, const char *name, khl_error *err)
{
    walk *w = context;
    w->in_value = false;
    if (khl_xml_is(name, "rPh")) w->phonetic -= w->phonetic > 0;
    return khl_xml_is(name, "c") ? end_cell(w, err) : KHL_OK;
}

/* Halves of a pair of UTF-16 stand as they are: no program escapes what is beyond its plane. */
khl_str khl_xlsx_unescape(char *p, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n;) {
        int value = khl_cell_escape((khl_str){p, n}, i);
        if (value >= 0 && (value < 0xD800 || value > 0xDFFF)) {
            if (value != 0) kept += khl_utf8_put((uint32_t)value, p + kept);
            i += KHL_CELL_ESCAPE;
        } else {
            p[kept++] = p[i++];
        }
    }
    return (khl_str){p, kept};
}

static khl_status read_sheet(walk *w, const khl_xlsx_sheet *sheet, khl_error *err)
{
    static const khl_xml_handlers HANDLERS = {on_start, on_end, on_text};
    khl_buf member = KHL_BUF_INIT;
    if (!khl_archive_has(w->x->archive, sheet->member)) return KHL_OK; /* a chart */
    w->row = w->column = UINT32_MAX;
    khl_status status = khl_book_add_sheet(w->book, sheet->name, sheet->hidden, err);
    if (status == KHL_OK) status = khl_archive_read(w->x->archive, sheet->member, &member, err);
    if (status == KHL_OK) status = khl_xml_parse(khl_buf_str(&member), &HANDLERS, w, sheet->member, err);
    khl_buf_clear(&member);
    return status;
}

static khl_status read_book(khl_book *book, khl_archive *archive, const char *workbook, khl_error *err)
{
    khl_xlsx x;
    khl_status status = khl_xlsx_open(&x, archive, workbook, err);
    walk w = {.x = &x, .book = book, .value = KHL_BUF_INIT, .shown = KHL_BUF_INIT};
    for (size_t i = 0; i < x.n_sheets && status == KHL_OK; i++) status = read_sheet(&w, &x.sheets[i], err);
    khl_buf_clear(&w.value);
    khl_buf_clear(&w.shown);
    khl_xlsx_clear(&x);
    return status;
}

khl_status khl_read_xlsx(khl_book *book, khl_package *package, khl_error *err)
{
    return read_book(book, &package->archive, package->main, err);
}
