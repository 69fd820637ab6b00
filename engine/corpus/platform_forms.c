/* Answers to forms: Google Forms and LimeSurvey, whose headers are the questions that were asked.
 *
 * A question is looked up without its code, its brackets and its question mark. Where none is known, the
 * column of the longest answers is the text, and that is said. A question that was asked twice is one field:
 * a row takes the answer it has; one with several answers holds several proposals. */
#include "platform.h"

#include "error.h"
#include "str.h"

enum { MOST_ANSWERS = 64 };

#define ARABIC_QUESTION_MARK "\xD8\x9F"

static khl_str without_end(khl_str name)
{
    for (size_t n = name.n + 1; n != name.n;) {
        n = name.n;
        name = khl_str_trim(name);
        if (khl_str_ends(name, KHL_STR("?")) || khl_str_ends(name, KHL_STR("."))) name.n--;
        if (khl_str_ends(name, KHL_STR(ARABIC_QUESTION_MARK))) name.n -= 2;
    }
    return name;
}

/* "q01[sq001]. text []" -> "text"; "what do you propose? (in a few lines)" -> "what do you propose". */
static khl_str bare_question(khl_str folded, bool coded)
{
    size_t at = 0, begin = 0;
    while (coded && at < folded.n && folded.p[at] != ' ' && folded.p[at] != '.') at++;
    if (coded && at > 0 && at + 1 < folded.n && folded.p[at] == '.' && folded.p[at + 1] == ' ')
        begin = at + 2;
    size_t end = begin;
    while (end < folded.n && (folded.p[end] != '(' || end == begin) && folded.p[end] != '[') end++;
    khl_str bare = without_end(khl_str_part(folded, begin, end));
    return bare.n > 0 ? bare : folded;
}

static khl_status name_questions(khl_platform_view *view, bool coded)
{
    size_t n = view->table->n_headers;
    khl_str *names = khl_arena_array(&view->table->arena, n, sizeof *names);
    if (names == NULL) return khl_fail_memory(view->err);
    for (size_t i = 0; i < n; i++) names[i] = bare_question(view->folded[i], coded);
    view->hints.names = names;
    view->hints.repeated = true;
    return KHL_OK;
}

/* The columns that ask for the text in the same words as the first; at most max. */
static uint32_t same_question(const khl_platform_view *view, uint32_t columns[], uint32_t max)
{
    uint32_t first = khl_view_field(view, KHL_FIELD_TEXT), n = 0;
    const khl_str *names = view->hints.names;
    for (uint32_t i = first; first != UINT32_MAX && i < view->table->n_headers && n < max; i++)
        if (khl_str_equal(names[i], names[first])) columns[n++] = i;
    return n;
}

static bool is_one_of(uint32_t column, const uint32_t columns[], uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (columns[i] == column) return true;
    return false;
}

/* The row with one of its answers, all others left out. */
static khl_status put_row(khl_table *to, const khl_table *from, const khl_table_row *row, uint32_t answer,
                          const uint32_t columns[], uint32_t n)
{
    khl_status status = KHL_OK;
    for (uint32_t i = 0; i < row->n_cells && status == KHL_OK; i++) {
        khl_cell cell = from->cells[row->first_cell + i];
        if (cell.column != answer && is_one_of(cell.column, columns, n)) continue;
        if (cell.column == answer) cell.column = columns[0];
        status = khl_table_put(to, cell);
    }
    return status == KHL_OK ? khl_table_row_end(to, row->n_columns, row->row) : status;
}

static khl_status put_rows(khl_platform_view *view, khl_table *to, size_t row, const uint32_t columns[],
                           uint32_t n)
{
    const khl_table *from = view->table;
    khl_status status = KHL_OK;
    uint32_t answers = 0;
    for (uint32_t k = 0; k < n && status == KHL_OK; k++) {
        if (khl_view_cell(view, row, columns[k]).n == 0) continue;
        status = put_row(to, from, &from->rows[row], columns[k], columns, n);
        answers++;
    }
    if (answers > 0 || status != KHL_OK) return status;
    return put_row(to, from, &from->rows[row], columns[0], columns, n);
}

/* Rows with several answers to the question of the text become as many rows, each with the row's number; the
 * id of the whole would then stand twice, and is not taken. */
static khl_status split_answers(khl_platform_view *view)
{
    uint32_t columns[MOST_ANSWERS];
    uint32_t n = same_question(view, columns, MOST_ANSWERS);
    size_t n_before = view->table->n_rows;
    khl_table split;
    khl_status status = KHL_OK;
    if (n < 2) return KHL_OK;
    khl_table_init(&split);
    for (size_t i = 0; i < view->table->n_rows && status == KHL_OK; i++)
        status = put_rows(view, &split, i, columns, n);
    if (status == KHL_OK) {
        khl_table_take_rows(view->table, &split);
        if (view->table->n_rows > n_before) view->hints.none[KHL_FIELD_ID] = true;
        return KHL_OK;
    }
    khl_table_clear(&split);
    return khl_fail_memory(view->err);
}

/* A time stamp in the first column of each row, and a question at least beside it. */
static bool is_google(const khl_platform_view *view)
{
    const khl_table *table = view->table;
    const khl_aliases *aliases = view->options->aliases;
    if (view->is_json || table->n_headers < 2 || table->n_rows == 0) return false;
    for (int f = 0; f < KHL_N_FIELDS; f++)
        if (f != KHL_FIELD_DATE && khl_columns_rank(aliases, view->folded[0], (khl_field)f) != 0)
            return false;
    for (size_t i = 0; i < table->n_rows; i++)
        if (!khl_is_time_stamp(khl_view_cell(view, i, 0))) return false;
    return true;
}

static khl_status apply_google(khl_platform_view *view)
{
    khl_status status = name_questions(view, false);
    if (status != KHL_OK) return status;
    khl_view_hint(view, KHL_FIELD_DATE, 0);
    status = split_answers(view);
    if (status == KHL_OK) khl_view_guess_text(view);
    return status;
}

const khl_platform KHL_GOOGLE_FORMS = {"google-forms", is_google, apply_google};

/* Headings are codes, texts, or both. */
static uint32_t survey_column(const khl_platform_view *view, const char *code, const char *coded,
                              const char *text)
{
    uint32_t column = khl_view_column_begins(view, coded);
    if (column == UINT32_MAX) column = khl_view_column(view, code);
    return column != UINT32_MAX ? column : khl_view_column(view, text);
}

static uint32_t submitted(const khl_platform_view *view)
{
    return survey_column(view, "submitdate", "submitdate. ", "date submitted");
}

static uint32_t last_page(const khl_platform_view *view)
{
    return survey_column(view, "lastpage", "lastpage. ", "last page");
}

static bool is_limesurvey(const khl_platform_view *view)
{
    return submitted(view) != UINT32_MAX && last_page(view) != UINT32_MAX;
}

/* Who begins and never sends off leaves a row without a date: it is kept, and marked. */
static khl_status mark_unfinished(khl_platform_view *view)
{
    uint32_t column = submitted(view);
    unsigned char *marks = khl_view_marks(view);
    if (marks == NULL) return khl_fail_memory(view->err);
    for (size_t i = 0; i < view->table->n_rows && column != UINT32_MAX; i++) {
        if (khl_view_cell(view, i, column).n > 0) continue;
        marks[i] |= KHL_ROW_UNFINISHED;
        view->source->info.unfinished++;
    }
    return KHL_OK;
}

static khl_status apply_limesurvey(khl_platform_view *view)
{
    khl_status status = name_questions(view, true);
    if (status != KHL_OK) return status;
    khl_view_hint(view, KHL_FIELD_ID, survey_column(view, "id", "id. ", "response id"));
    khl_view_hint(view, KHL_FIELD_DATE, submitted(view));
    khl_view_hint(view, KHL_FIELD_DATE, survey_column(view, "datestamp", "datestamp. ", "date last action"));
    khl_view_hide(view, last_page(view));
    khl_view_hide(view, survey_column(view, "refurl", "refurl. ", "referrer url"));
    khl_view_hide(view, survey_column(view, "startlanguage", "startlanguage. ", "start language"));
    status = split_answers(view);
    if (status != KHL_OK) return status;
    khl_view_guess_text(view);
    return mark_unfinished(view);
}

const khl_platform KHL_LIMESURVEY = {"limesurvey", is_limesurvey, apply_limesurvey};
