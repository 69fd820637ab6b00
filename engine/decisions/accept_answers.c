/* Answers on pairs of proposals, and comments without one. */
#include "accepting.h"

#include "error.h"
#include "str.h"

static const khl_handed_member *find_member(const khl_accepting *a, khl_str id)
{
    uint32_t at = khl_map_find(&a->handed.member_ids, id);
    return at != KHL_MAP_NONE ? &a->handed.members[at] : NULL;
}

/* The workbook knows the words of its own language; people write others, too. */
static khl_accept_what kind_of(const khl_edited_answer *answer, khl_str word)
{
    if (khl_str_equal(word, KHL_STR("same"))) return KHL_ACCEPT_SAME;
    if (khl_str_equal(word, KHL_STR("different"))) return KHL_ACCEPT_DIFFERENT;
    if (khl_str_equal(word, KHL_STR("related"))) return KHL_ACCEPT_RELATED;
    return khl_str_trim(answer->written).n > 0 ? KHL_ACCEPT_NO_ANSWER : KHL_ACCEPT_NOTE;
}

static khl_status accept_answer(khl_accepting *a, const khl_edited_answer *answer)
{
    const khl_handed_member *x = find_member(a, answer->a), *y = find_member(a, answer->b);
    khl_str word = answer->answer;
    khl_status status = word.n == 0 ? khl_accept_find_answer(a, answer->written, &word) : KHL_OK;
    if (status != KHL_OK) return status;
    khl_accept_item item = {.what = kind_of(answer, word),
                            .was = answer->a,
                            .now = answer->b,
                            .sheet = answer->sheet,
                            .place = answer->row};
    if (x == NULL || y == NULL || x == y) {
        item.what = KHL_ACCEPT_NO_MEMBER;
        item.now = x == NULL ? answer->a : answer->b;
    } else if (item.what == KHL_ACCEPT_NO_ANSWER) {
        item.now = answer->written;
    } else if (item.what == KHL_ACCEPT_NOTE) {
        item.was = KHL_STR("");
        item.now = answer->comment;
    }
    status = khl_accept_note(a, x != NULL ? &a->handed.entries[x->entry] : NULL, &item);
    if (status != KHL_OK || !khl_accept_is_understood(item.what)) return status;
    bool note = item.what == KHL_ACCEPT_NOTE;
    khl_decision d = {.op = note                                ? KHL_OP_NOTE
                            : item.what == KHL_ACCEPT_SAME      ? KHL_OP_MUST_LINK
                            : item.what == KHL_ACCEPT_DIFFERENT ? KHL_OP_CANNOT_LINK
                                                                : KHL_OP_RELATED,
                      .value = note ? answer->comment : KHL_STR(""),
                      .why = note ? KHL_STR("") : answer->comment};
    return khl_accept_decide(a, &d, x, note ? NULL : y);
}

khl_status khl_accept_answers(khl_accepting *a)
{
    khl_status status = KHL_OK;
    for (size_t i = 0; i < a->edited.n_answers && status == KHL_OK; i++)
        status = accept_answer(a, &a->edited.answers[i]);
    return status;
}
