/* Consul Democracy, whose CSV has five columns under localised names, and Polis.
 *
 * Consul's table is known by its shape: a number, a title, an e-mail address, a summary, a date. Written to
 * Latin-1 with what does not fit left out, its Arabic is gone: title and summary are blanks and signs, the
 * names of the columns too, and the file is refused.
 *
 * The public table has descriptions as its editor wrote them, in HTML; in JSON they come without. */
#include "platform.h"

#include "error.h"
#include "html_text.h"
#include "str.h"

enum { ID, TITLE, AUTHOR, SUMMARY, DATE, N_COLUMNS };

static bool is_number(khl_str cell)
{
    for (size_t i = 0; i < cell.n; i++)
        if (cell.p[i] < '0' || cell.p[i] > '9') return false;
    return cell.n > 0;
}

static bool is_address(khl_str cell)
{
    khl_private_span span;
    return khl_private_next(NULL, cell, 0, &span) && span.kind == KHL_PRIVATE_EMAIL && span.begin == 0 &&
           span.end == cell.n;
}

/* Without their names, columns are told from the first row, which then stands as the header. */
static bool has_five_columns(const khl_platform_view *view)
{
    size_t addresses = is_address(view->table->headers[AUTHOR]);
    for (size_t i = 0; i < view->table->n_rows; i++) {
        khl_str author = khl_view_cell(view, i, AUTHOR);
        if (!is_number(khl_view_cell(view, i, ID)) || (author.n > 0 && !is_address(author))) return false;
        addresses += author.n > 0;
    }
    return addresses > 0;
}

static bool is_public_table(const khl_platform_view *view)
{
    return khl_view_has(view, "cached_votes_up") && khl_view_has(view, "summary") &&
           (khl_view_has(view, "retired_at") || khl_view_has(view, "hot_score") ||
            khl_view_has(view, "public_created_at"));
}

static bool is_plain_json(const khl_platform_view *view)
{
    return view->is_json && view->table->n_headers == 4 && khl_view_has(view, "id") &&
           khl_view_has(view, "title") && khl_view_has(view, "summary") && khl_view_has(view, "description");
}

static bool is_consul(const khl_platform_view *view)
{
    if (is_public_table(view) || is_plain_json(view)) return true;
    return !view->is_json && view->table->n_headers == N_COLUMNS && has_five_columns(view);
}

/* Descriptions are HTML, whose tags have letters where its text has lost them. */
static bool says(khl_platform_view *view, size_t row, uint32_t column)
{
    khl_str cell = khl_view_cell(view, row, column);
    if (column + 1 == view->source->html) cell = khl_html_text(&view->table->arena, cell);
    return khl_unusable_reason(cell).n == 0;
}

static khl_status refuse_lost(khl_platform_view *view, uint32_t title, uint32_t text, uint32_t more)
{
    size_t lost = 0, first = 0;
    for (size_t i = 0; i < view->table->n_rows; i++) {
        bool any = says(view, i, title) || says(view, i, text) || says(view, i, more);
        if (!any && lost++ == 0) first = view->table->rows[i].row;
    }
    if (lost * 2 <= view->table->n_rows || (title == UINT32_MAX && text == UINT32_MAX)) return KHL_OK;
    KHL_FAIL(view->err, KHL_E_INPUT, "consul.latin1",
             "titles and summaries of this Consul export have no letters: its Arabic was deleted when it was "
             "written as Latin-1; export it as UTF-8, or as JSON");
    khl_error_at(view->err, NULL, first, title + 1u);
    return KHL_E_INPUT;
}

static khl_status apply_consul(khl_platform_view *view)
{
    if (!is_public_table(view) && !view->is_json && view->table->n_headers == N_COLUMNS) {
        khl_view_hint(view, KHL_FIELD_ID, ID);
        khl_view_hint(view, KHL_FIELD_TITLE, TITLE);
        khl_view_hint(view, KHL_FIELD_AUTHOR, AUTHOR);
        khl_view_hint(view, KHL_FIELD_TEXT, SUMMARY);
        khl_view_hint(view, KHL_FIELD_DATE, DATE);
        return refuse_lost(view, TITLE, SUMMARY, SUMMARY);
    }
    uint32_t title = khl_view_column(view, "title"), description = khl_view_column(view, "description"),
             summary = khl_view_column(view, "summary");
    if (!view->is_json && description != UINT32_MAX) view->source->html = description + 1;
    khl_view_hint(view, KHL_FIELD_TEXT, description);
    khl_view_hint(view, KHL_FIELD_TEXT, summary);
    return refuse_lost(view, title, description, summary);
}

const khl_platform KHL_CONSUL = {"consul", is_consul, apply_consul};

static bool is_polis(const khl_platform_view *view)
{
    return khl_view_has(view, "comment-id") &&
           (khl_view_has(view, "comment-body") || khl_view_has(view, "voter-id"));
}

/* The time stamp is a number of milliseconds; datetime is for people. */
static khl_status apply_polis(khl_platform_view *view)
{
    if (!khl_view_has(view, "comment-body")) {
        KHL_FAIL(view->err, KHL_E_INPUT, "polis.votes",
                 "these are the votes of a Polis conversation; give its comments.csv");
        khl_error_at(view->err, NULL, 1, 0);
        return KHL_E_INPUT;
    }
    khl_view_hint(view, KHL_FIELD_ID, khl_view_column(view, "comment-id"));
    khl_view_hint(view, KHL_FIELD_TEXT, khl_view_column(view, "comment-body"));
    khl_view_hint(view, KHL_FIELD_DATE, khl_view_column(view, "datetime"));
    return KHL_OK;
}

const khl_platform KHL_POLIS = {"polis", is_polis, apply_polis};
