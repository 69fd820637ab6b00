/* A finished shortlist made by hand: two axes, three entries, five members (two of them parts of one
 * submission), one proposal set aside; with texts that try to break out of every format. */
#ifndef KHL_TEST_SAMPLE_H
#define KHL_TEST_SAMPLE_H

#include "khulasa/shortlist.h"

#include <string.h>

#define S(literal)                                                                                           \
    {                                                                                                        \
        literal, sizeof(literal) - 1                                                                         \
    }

enum { SAMPLE_MEMBERS = 5 };

/* Everything is in the value, so that a test may break its own copy. */
typedef struct sample {
    khl_member members[SAMPLE_MEMBERS];
    khl_str supporters[2], cities[1], related[1];
    khl_authority authorities[1];
    khl_entry entries[3];
    khl_why_term terms[1];
    khl_why_evidence evidence[2];
    khl_str blocked[1];
    khl_review_pair review[1];
    khl_shortlist_aside aside[1];
    khl_shortlist_part parts[2];
    khl_shortlist_cut cut;
    khl_shortlist_axis axes[2];
    khl_shortlist_input inputs[1];
    khl_shortlist_option options[3];
    khl_shortlist_leaf leaves[SAMPLE_MEMBERS];
    khl_shortlist_join joins[3];
    khl_shortlist_tree trees[2];
    khl_shortlist_point points[3];
    khl_shortlist list;
} sample;

static void sample_entries(sample *s)
{
    s->members[0] = (khl_member){S("K1"),
                                 S("Khemisset"),
                                 S("=cmd|'/c calc'!A1"),
                                 S("2026-01-02"),
                                 S("\xD8\xA5\xD8\xAD\xD8\xAF\xD8\xA7\xD8\xAB <script>alert(1)</script>"),
                                 S("a.csv"),
                                 2,
                                 1,
                                 true,
                                 S(""),
                                 false,
                                 {0},
                                 NULL,
                                 0};
    s->members[1] =
        (khl_member){S("K2/1"),
                     S("Khemisset"),
                     S("\"Quoted\"; & 'so'"),
                     S(""),
                     S("- first line\r\nsecond \xE2\x80\xAEline\x01 </style><img src=x onerror=y>"),
                     S("a.csv"),
                     3,
                     0.87654321,
                     false,
                     S(""),
                     false,
                     {0},
                     NULL,
                     0};
    s->members[2] =
        (khl_member){S("K2/2"), S("Khemisset"), S("'already"), S(""), S("@part two"), S("a.csv"), 3, 1,
                     true,      S(""),          false,         {0},   NULL,           0};
    s->members[3] =
        (khl_member){S("2024/15"),
                     S(""),
                     S(""),
                     S(""),
                     S("averyveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryveryverylongword"),
                     S("b.csv"),
                     7,
                     1,
                     true,
                     S(""),
                     false,
                     {0},
                     NULL,
                     0};
    s->members[4] = (khl_member){S("2024/16"), S(""), S(""), S(""), S("\ttab \\ and ]]> --> &amp;"),
                                 S("b.csv"),   8,     0.25,  false, S(""),
                                 false,        {0},   NULL,  0};
    s->supporters[0] = s->members[0].association;
    s->supporters[1] = s->members[1].association;
    s->cities[0] = s->members[0].city;
    s->authorities[0] =
        (khl_authority){S("commune"), {S("Commune \"<b>\""), S(""), S("")}, S("local"), true, 0.5};
    s->entries[0] = (khl_entry){.id = S("E-0000000001"),
                                .number = S("1.1"),
                                .axis = 1,
                                .axis_given = true,
                                .axis_probability = 1,
                                .title = S("<script>"),
                                .text = s->members[0].text,
                                .supporters = s->supporters,
                                .n_supporters = 2,
                                .cities = s->cities,
                                .n_cities = 1,
                                .authorities = s->authorities,
                                .n_authorities = 1,
                                .level = S("local"),
                                .members = s->members,
                                .n_members = 2,
                                .min_pair_probability = 0.87654321,
                                .weakest = {S("K1"), S("K2/1")},
                                .related = s->related,
                                .n_related = 1};
    s->entries[1] = (khl_entry){.id = S("E-0000000002"),
                                .number = S("2.1"),
                                .axis = 2,
                                .axis_probability = 0.6,
                                .title = S("@part two"),
                                .text = s->members[2].text,
                                .supporters = &s->members[2].association,
                                .n_supporters = 1,
                                .members = &s->members[2],
                                .n_members = 1,
                                .min_pair_probability = 1};
    s->entries[2] = (khl_entry){.id = S("E-0000000003"),
                                .number = S("2.2"),
                                .axis = 2,
                                .axis_given = true,
                                .axis_probability = 1,
                                .title = S("long"),
                                .text = s->members[3].text,
                                .members = &s->members[3],
                                .n_members = 2,
                                .min_pair_probability = 0.25,
                                .weakest = {S("2024/15"), S("2024/16")}};
    s->related[0] = s->entries[1].id;
}

static void sample_init(sample *s)
{
    *s = (sample){0};
    sample_entries(s);
    s->terms[0] = (khl_why_term){S("<word>"), 0.1234567};
    s->evidence[0] = (khl_why_evidence){S("bias"), 1, -3.25};
    s->evidence[1] = (khl_why_evidence){S("place_conflict"), 1, -1.0 / 3};
    s->blocked[0] = (khl_str)S("place");
    s->review[0] = (khl_review_pair){S("K1"),
                                     S("K2/2"),
                                     0.5,
                                     {.terms = s->terms,
                                      .n_terms = 1,
                                      .evidence = s->evidence,
                                      .n_evidence = 2,
                                      .blocked = s->blocked,
                                      .n_blocked = 1}};
    s->review[0].why.slots[KHL_SLOT_PLACE] = (khl_slot){S("here"), S("there"), 0};
    s->review[0].why.slots[KHL_SLOT_ACTION] = (khl_slot){S("build"), S("build"), 1};
    s->review[0].why.slots[KHL_SLOT_QUANTITY] = (khl_slot){S("3"), S(""), -1};
    s->aside[0] = (khl_shortlist_aside){
        .id = S("K3"), .reason = S("empty-text"), .text = S(" "), .file = S("a.csv"), .row = 4};
    s->axes[0] = (khl_shortlist_axis){S("1"), {S("\xD8\xA3"), S("Un"), S("One <&>")}, 1, 2};
    s->axes[1] = (khl_shortlist_axis){S("2"), {S("\xD8\xA8"), S(""), S("Two")}, 2, 3};
    s->inputs[0] = (khl_shortlist_input){
        S("a.csv"), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", 3};
    s->options[0] = (khl_shortlist_option){S("target"), S("3")};
    s->options[1] = (khl_shortlist_option){S("probability"), S("0.65")};
    s->options[2] = (khl_shortlist_option){S("axes"), S("007 \"axes\".tsv")};
    s->list = (khl_shortlist){.version = S("0.1.0"),
                              .models = S("abc"),
                              .date = S("2026-09-05"),
                              .inputs = s->inputs,
                              .n_inputs = 1,
                              .options = s->options,
                              .n_options = 3,
                              .received = 5,
                              .demands = 5,
                              .n_associations = 3,
                              .n_cities = 1,
                              .aside = s->aside,
                              .n_aside = 1,
                              .axes = s->axes,
                              .n_axes = 2,
                              .entries = s->entries,
                              .n_entries = 3,
                              .review = s->review,
                              .n_review = 1};
}

/* Priorities, and the submission K2 of the parts K2/1 and K2/2, with a greeting that wants escaping. */
static inline void sample_cut(sample *s)
{
    s->parts[0] = (khl_shortlist_part){S("K2/1"), 9, 14, S("bullet")};
    s->parts[1] = (khl_shortlist_part){S("K2/2"), 17, 22, S("bullet")};
    s->cut = (khl_shortlist_cut){.id = S("K2"),
                                 .text = S("=<hi> &\n-first\n- other"),
                                 .file = S("a.csv"),
                                 .row = 3,
                                 .parts = s->parts,
                                 .n_parts = 2,
                                 .opening = S("=<hi> &")};
    s->list.cuts = &s->cut;
    s->list.n_cuts = 1;
    for (uint32_t i = 0; i < 3; i++) s->entries[i].priority = i + 1;
    s->entries[0].mark = 1;
    s->list.n_marks = 1;
    s->list.n_marks_unknown = 2;
}

/* A tree for each axis and a map: what stands in one entry met above 0.3, entries 2.1 and 2.2 below it. */
static inline void sample_charts(sample *s)
{
    static const khl_shortlist_leaf LEAVES[SAMPLE_MEMBERS] = {{0, 0}, {0, 1}, {1, 0}, {2, 0}, {2, 1}};
    static const khl_shortlist_join JOINS[3] = {{0, 1, 0.8}, {1, 2, 0.4}, {0, 3, 0.1}};
    static const khl_shortlist_point POINTS[3] = {
        {0, 0, 0, {1, 2}, 2}, {1, 1, 0.5F, {2}, 1}, {2, 1, 0.5F, {1}, 1}};
    memcpy(s->leaves, LEAVES, sizeof LEAVES);
    memcpy(s->joins, JOINS, sizeof JOINS);
    memcpy(s->points, POINTS, sizeof POINTS);
    s->trees[0] = (khl_shortlist_tree){1, s->leaves, 2, s->joins, 1};
    s->trees[1] = (khl_shortlist_tree){2, s->leaves + 2, 3, s->joins + 1, 2};
    s->list.trees = s->trees;
    s->list.n_trees = 2;
    s->list.joined_from = 0.3;
    s->list.points = s->points;
    s->list.n_points = 3;
    s->list.points_kept = 0.75;
}

#endif
