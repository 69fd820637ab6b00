/* Changes since an earlier version for the shortlist of sample.h: an entry of which everything is different,
 * a new one, and one that is gone; with texts that try to break out. */
#ifndef KHL_TEST_SAMPLE_CHANGES_H
#define KHL_TEST_SAMPLE_CHANGES_H

#include "sample.h"

typedef struct sample_changes {
    khl_earlier earlier[3];
    khl_authority authorities[1];
    const khl_earlier *from[1];
    const khl_entry *into[1];
    khl_str ids[3], retired[1];
    khl_change changes[3];
} sample_changes;

/* Both must stay where they are while the list is used. */
static void sample_change(sample_changes *c, sample *s)
{
    *c = (sample_changes){.ids = {S("K8"), S("=K9"), S("K1")}, .retired = {S("E-00000000ff")}};
    c->authorities[0] = (khl_authority){S("wilaya"), {S("Wilaya <i>"), S(""), S("")}, S("regional"), true, 0};
    c->earlier[0] = (khl_earlier){.id = S("E-0000000001"),
                                  .number = S("2.7"),
                                  .title = S("old title"),
                                  .text = S("old </td><script>text\x01"),
                                  .level = S("regional"),
                                  .axis = s->axes[1].name,
                                  .authorities = c->authorities,
                                  .n_authorities = 1,
                                  .support = 9};
    c->earlier[1] = (khl_earlier){.id = S("E-00000000fe"), .number = S("1.9"), .title = S("parent & co")};
    c->earlier[2] = (khl_earlier){
        .id = S("E-00000000ff"), .number = S("1.3"), .title = S("lost"), .text = S("lost text")};
    c->from[0] = &c->earlier[1];
    c->into[0] = &s->entries[1];
    c->changes[0] = (khl_change){.what = KHL_CHANGE_MERGED | KHL_CHANGE_SPLIT | KHL_CHANGE_REWORDED |
                                         KHL_CHANGE_MOVED | KHL_CHANGE_AUTHORITIES | KHL_CHANGE_LEVEL |
                                         KHL_CHANGE_SUPPORT | KHL_CHANGE_MEMBERS,
                                 .entry = &s->entries[0],
                                 .before = &c->earlier[0],
                                 .from = c->from,
                                 .n_from = 1,
                                 .into = c->into,
                                 .n_into = 1,
                                 .joined = &c->ids[0],
                                 .n_joined = 2,
                                 .left = &c->ids[1],
                                 .n_left = 1,
                                 .edited = &c->ids[2],
                                 .n_edited = 1};
    c->changes[1] = (khl_change){.what = KHL_CHANGE_ADDED, .entry = &s->entries[2]};
    c->changes[2] =
        (khl_change){.what = KHL_CHANGE_GONE, .before = &c->earlier[2], .left = &c->ids[0], .n_left = 1};
    s->list.compared = true;
    s->list.changes = c->changes;
    s->list.n_changes = 3;
    s->list.retired = c->retired;
    s->list.n_retired = 1;
}

#endif
