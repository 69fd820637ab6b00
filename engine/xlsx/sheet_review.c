/* The doubtful pairs, most useful first, for a committee without a screen of ours: both texts, what speaks
 * for and against, and an answer to choose. */
#include "alloc.h"
#include "doc_words.h"
#include "error.h"
#include "sheet.h"
#include "str.h"

static const khl_column review_columns[] = {
    {"pair", "doc.sheet.number", KHL_KIND_COUNT, 6},
    {"a", "doc.sheet.id_a", KHL_KIND_ID, 9},
    {"entry_a", "doc.sheet.entry_a", KHL_KIND_ID, 6},
    {"association_a", "doc.sheet.association_a", KHL_KIND_TEXT, 14},
    {"text_a", "doc.sheet.text_a", KHL_KIND_TEXT, 34},
    {"b", "doc.sheet.id_b", KHL_KIND_ID, 9},
    {"entry_b", "doc.sheet.entry_b", KHL_KIND_ID, 6},
    {"association_b", "doc.sheet.association_b", KHL_KIND_TEXT, 14},
    {"text_b", "doc.sheet.text_b", KHL_KIND_TEXT, 34},
    {"probability", "doc.sheet.probability", KHL_KIND_PERCENT, 9},
    {"why", "doc.sheet.why", KHL_KIND_NAMES, 26},
    {"decision", "doc.sheet.decision", KHL_KIND_CHOICE, 12},
    {"comment", "doc.sheet.comment", KHL_KIND_CHOICE, 18},
    {"key_a", NULL, KHL_KIND_HIDDEN, 12},
    {"key_b", NULL, KHL_KIND_HIDDEN, 12},
};
const khl_sheet_kind khl_sheet_review = {
    "review", "doc.sheet.review", review_columns, sizeof review_columns / sizeof *review_columns, 1, 13};

/* Where a member of a pair stands. */
typedef struct place {
    const khl_entry *entry;
    const khl_member *member;
} place;

/* The members that pairs speak of, by id. */
typedef struct places {
    khl_map ids;
    place *of; /* [ids.n] */
} places;

/* Ids of the pairs first, so that a collection of millions costs what its pairs cost. */
static khl_status note_ids(places *p, const khl_shortlist *list, khl_error *err)
{
    uint32_t ignored;
    khl_status status = khl_map_init(&p->ids, err);
    for (size_t i = 0; i < list->n_review && status == KHL_OK; i++)
        if (khl_map_put(&p->ids, list->review[i].a, &ignored, NULL) != KHL_OK ||
            khl_map_put(&p->ids, list->review[i].b, &ignored, NULL) != KHL_OK)
            status = khl_fail_memory(err);
    if (status == KHL_OK && (p->of = khl_alloc_zero(p->ids.n, sizeof *p->of)) == NULL)
        status = khl_fail_memory(err);
    return status;
}

static void find_members(places *p, const khl_shortlist *list)
{
    for (size_t e = 0; e < list->n_entries; e++)
        for (size_t m = 0; m < list->entries[e].n_members; m++) {
            uint32_t i = khl_map_find(&p->ids, list->entries[e].members[m].id);
            if (i != KHL_MAP_NONE) p->of[i] = (place){&list->entries[e], &list->entries[e].members[m]};
        }
}

static void put_side(khl_sheet *sheet, const places *p, khl_str id)
{
    const place *at = &p->of[khl_map_find(&p->ids, id)];
    const khl_str none = KHL_STR("");
    khl_sheet_text(sheet, id);
    khl_sheet_text(sheet, at->entry != NULL ? at->entry->number : none);
    khl_sheet_text(sheet, at->member != NULL ? at->member->association : none);
    khl_sheet_text(sheet, at->member != NULL ? at->member->text : none);
}

static bool is_blocked(const khl_why *why, const char *slot)
{
    for (size_t i = 0; i < why->n_blocked; i++)
        if (khl_str_equal(why->blocked[i], khl_str_from(slot))) return true;
    return false;
}

static const char *verdict(const khl_why *why, size_t i, const char *slot)
{
    if (is_blocked(why, slot)) return "doc.verdict.blocked";
    return why->slots[i].agree < 0    ? "doc.verdict.open"
           : why->slots[i].agree != 0 ? "doc.verdict.agree"
                                      : "doc.verdict.differ";
}

/* A line a slot that either says something of: its name, the verdict, and the words of both. */
static void put_why(khl_sheet *sheet, const khl_why *why)
{
    static const char *const names[KHL_N_SLOTS] = {"action",   "object",      "place",
                                                   "quantity", "beneficiary", "negation"};
    static const char *const words[KHL_N_SLOTS] = {"doc.slot.action",      "doc.slot.object",
                                                   "doc.slot.place",       "doc.slot.quantity",
                                                   "doc.slot.beneficiary", "doc.slot.negation"};
    khl_book *book = sheet->book;
    khl_buf *text = &book->more;
    text->n = 0;
    for (size_t i = 0; i < KHL_N_SLOTS; i++) {
        const khl_slot *slot = &why->slots[i];
        if (slot->a.n == 0 && slot->b.n == 0 && !is_blocked(why, names[i])) continue;
        if (text->n > 0) khl_buf_char(text, '\n');
        khl_buf_put(text, khl_doc_word(book->words, words[i]));
        khl_buf_put_c(text, ": ");
        khl_buf_put(text, khl_doc_word(book->words, verdict(why, i, names[i])));
        if (slot->a.n > 0 || slot->b.n > 0) khl_buf_put_c(text, " (");
        khl_buf_put(text, slot->a);
        if (slot->a.n > 0 && slot->b.n > 0) khl_buf_put_c(text, " / ");
        khl_buf_put(text, slot->b);
        if (slot->a.n > 0 || slot->b.n > 0) khl_buf_char(text, ')');
    }
    khl_sheet_text(sheet, khl_buf_str(text));
}

static void put_pair(khl_sheet *sheet, const places *p, uint32_t number, const khl_review_pair *pair)
{
    if (!khl_sheet_row(sheet)) return;
    khl_sheet_count(sheet, number);
    put_side(sheet, p, pair->a);
    put_side(sheet, p, pair->b);
    khl_sheet_percent(sheet, pair->probability);
    put_why(sheet, &pair->why);
    khl_sheet_blank(sheet);
    khl_sheet_blank(sheet);
    khl_sheet_exact(sheet, pair->a);
    khl_sheet_exact(sheet, pair->b);
}

void khl_put_review(khl_book *book)
{
    khl_sheet sheet;
    places p = {.of = NULL};
    if (!khl_book_goes_on(book)) return;
    book->status = note_ids(&p, book->list, book->err);
    if (book->status == KHL_OK) find_members(&p, book->list);
    khl_sheet_open(&sheet, book, &khl_sheet_review);
    for (size_t i = 0; i < book->list->n_review && khl_book_goes_on(book); i++)
        put_pair(&sheet, &p, (uint32_t)i + 1, &book->list->review[i]);
    khl_sheet_choices(&sheet);
    khl_sheet_close(&sheet);
    khl_map_clear(&p.ids);
    free(p.of);
}
