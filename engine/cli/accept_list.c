/* What an edited document says, for people, before any of it is written: a line for each difference, and the
 * wording before and after below it. */
#include "accept_list.h"

#include "cells.h"
#include "str.h"

#include <stdio.h>

enum { NAME = 60, WORDING = 4096 };

static const char *const IDS[KHL_N_ACCEPT] = {
    [KHL_ACCEPT_TITLE] = "cli.accept.title",
    [KHL_ACCEPT_TEXT] = "cli.accept.wording",
    [KHL_ACCEPT_LEVEL] = "cli.accept.level",
    [KHL_ACCEPT_AUTHORITIES] = "cli.accept.authorities",
    [KHL_ACCEPT_AXIS] = "cli.accept.axis",
    [KHL_ACCEPT_PLACE] = "cli.accept.place",
    [KHL_ACCEPT_STRUCK] = "cli.accept.struck",
    [KHL_ACCEPT_SAME] = "cli.accept.same",
    [KHL_ACCEPT_DIFFERENT] = "cli.accept.different",
    [KHL_ACCEPT_RELATED] = "cli.accept.related",
    [KHL_ACCEPT_NOTE] = "cli.accept.note",
    [KHL_ACCEPT_EMPTIED] = "cli.accept.emptied",
    [KHL_ACCEPT_LOST] = "cli.accept.lost",
    [KHL_ACCEPT_NO_LEVEL] = "cli.accept.no_level",
    [KHL_ACCEPT_NO_AUTHORITY] = "cli.accept.no_authority",
    [KHL_ACCEPT_NO_AXIS] = "cli.accept.no_axis",
    [KHL_ACCEPT_NO_ANSWER] = "cli.accept.no_answer",
    [KHL_ACCEPT_NO_ENTRY] = "cli.accept.no_entry",
    [KHL_ACCEPT_NO_MEMBER] = "cli.accept.no_member",
    [KHL_ACCEPT_TWICE] = "cli.accept.twice",
    [KHL_ACCEPT_HEADING] = "cli.accept.heading",
    [KHL_ACCEPT_MANY_STRUCK] = "cli.accept.many_struck",
    [KHL_ACCEPT_CHANGED_SINCE] = "cli.accept.changed_since",
};

static void put_line(khl_buf *out, const khl_program *p, const char *label, khl_str value)
{
    if (value.n == 0) return;
    khl_cells_begin(out, p);
    khl_buf_put_c(out, "      ");
    khl_buf_put(out, khl_say_word(p, label));
    khl_buf_char(out, ' ');
    khl_cells_put(out, value, WORDING);
    khl_cells_end(out, p);
}

/* "sheet, row 12" or "paragraph 12", where people find it. */
static void put_place(khl_buf *out, const khl_accept_item *item)
{
    char number[16];
    if (item->place == 0) return;
    snprintf(number, sizeof number, "%u", item->place);
    khl_buf_put_c(out, "  (");
    if (item->sheet.n > 0) {
        khl_cells_put(out, item->sheet, NAME);
        khl_buf_char(out, ' ');
    }
    khl_buf_put_c(out, number);
    khl_buf_char(out, ')');
}

static void put_head(khl_buf *out, const khl_program *p, const khl_accept_item *item)
{
    khl_cells_begin(out, p);
    khl_buf_put_c(out, "  ");
    if (item->number.n > 0) {
        khl_cells_put(out, item->number, NAME);
        khl_buf_put_c(out, "  ");
    }
    khl_buf_put(out, khl_say_word(p, IDS[item->what]));
    if (item->title.n > 0) khl_buf_put_c(out, "  ");
    if (item->title.n > 0) khl_cells_put(out, item->title, NAME);
    if (!khl_accept_is_understood(item->what)) put_place(out, item);
    if (item->already) khl_buf_put_c(out, "  ");
    if (item->already) khl_buf_put(out, khl_say_word(p, "cli.accept.already"));
    khl_cells_end(out, p);
}

static void put_level(khl_buf *out, const khl_program *p, const char *label, khl_str level)
{
    char id[48];
    snprintf(id, sizeof id, "doc.level.%.*s", level.n > 0 ? (int)level.n : 7,
             level.n > 0 ? level.p : "unknown");
    put_line(out, p, label, khl_say_word(p, id));
}

static void put_since(khl_buf *out, const khl_program *p, const khl_accept_item *item)
{
    char number[16];
    snprintf(number, sizeof number, "%u", item->since);
    put_line(out, p, "cli.accept.by_decision", khl_str_from(number));
}

static void put_wordings(khl_buf *out, const khl_program *p, const khl_accept_item *item)
{
    bool answer = item->what >= KHL_ACCEPT_SAME && item->what <= KHL_ACCEPT_RELATED;
    if (item->what == KHL_ACCEPT_LEVEL || item->what == KHL_ACCEPT_NO_LEVEL) {
        put_level(out, p, "cli.accept.was", item->was);
        if (item->what == KHL_ACCEPT_LEVEL)
            put_level(out, p, "cli.accept.now", item->now);
        else
            put_line(out, p, "cli.accept.now", item->now);
        return;
    }
    if (item->what == KHL_ACCEPT_PLACE) {
        put_line(out, p, "cli.accept.behind",
                 item->now.n > 0 ? item->now : khl_say_word(p, "cli.accept.first"));
        return;
    }
    put_line(out, p, answer ? "cli.accept.one" : "cli.accept.was", item->was);
    put_line(out, p, answer ? "cli.accept.other" : "cli.accept.now", item->now);
    if (item->since > 0) put_since(out, p, item);
}

void khl_put_accepted(khl_buf *out, const khl_program *p, const khl_accepted *accepted, bool understood)
{
    for (size_t i = 0; i < khl_accepted_count(accepted); i++) {
        const khl_accept_item *item = khl_accepted_at(accepted, i);
        if (khl_accept_is_understood(item->what) != understood) continue;
        put_head(out, p, item);
        put_wordings(out, p, item);
    }
}
