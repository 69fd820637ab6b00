/* Concepts: sets of words and phrases that mean the same thing in a civic demand (models/concepts).
 *
 * Each form is stored under up to three keys, made by the same analysis that reads proposals:
 *
 *   words as written, without clitics   a form that is spelt out wins: commune is not communication
 *   stems of the content words          one lemma in the data finds its inflections
 *   "~" and the core of a plural verb   of actions: nbniw, tbniw, bnaw and ibniw are one
 *   "^" and one word                    of actions: counts only at the head of a clause, before other
 *                                       readings
 *
 * A key of stems that two concepts share is left out: a wrong concept does more harm than a missing one.
 *
 *   khl_concepts_compile   models/concepts to sections of a pack; needs the words of the lexicon in it
 *   khl_concepts_open      from a pack
 *   khl_find_concepts      adds concept features to a finished list of features */
#ifndef KHL_TEXT_CONCEPTS_H
#define KHL_TEXT_CONCEPTS_H

#include "concept_keys.h"
#include "frozen.h"
#include "khulasa/text.h"
#include "pack.h"

#define KHL_SECTION_CONCEPTS "text.concepts"
#define KHL_SECTION_FORMS "text.concept_forms"
#define KHL_SECTION_LONGER "text.concept_longer"
#define KHL_SECTION_STEPS "text.concept_steps"
#define KHL_SECTION_LINKS "text.concept_links"

typedef struct khl_concept {
    uint32_t kind; /* khl_concept_kind */
} khl_concept;

/* Of a single word: it stands behind the first of some form; it has a form at the head of a clause. So that
 * others need no look-up. */
enum { KHL_FORM_FOLLOWS = 1, KHL_FORM_HEADS = 2 };

/* One key means one thing as written words and another as stems. */
enum { KHL_FORM_WRITTEN, KHL_FORM_STEMS, KHL_FORM_READINGS };

typedef struct khl_concept_form {
    uint32_t concept[KHL_FORM_READINGS]; /* its number; KHL_FROZEN_NONE: only the beginning of a form */
    uint8_t words[KHL_FORM_READINGS];    /* of the longest form that begins with this key */
    uint8_t marks[KHL_FORM_READINGS];    /* KHL_FORM_FOLLOWS, KHL_FORM_HEADS */
} khl_concept_form;

/* A form of several words: the form it goes on from and its last word, a form of one word, by their numbers.
 */
typedef struct khl_concept_longer {
    khl_concept_form form;
    uint32_t from, last;
} khl_concept_longer;

/* Numbers of two concepts and a khl_concept_link; rows ascend. */
typedef struct khl_concept_row {
    uint32_t from, to, link;
} khl_concept_row;

typedef struct khl_concepts {
    khl_frozen concepts; /* by id */
    khl_frozen forms;    /* of one word, by the keys of concept_keys.h; their numbers are those of the keys */
    const khl_concept_longer *longer; /* [n_longer], numbered behind them */
    uint32_t n_longer;
    const uint32_t *steps; /* [step_mask + 1], see concept_steps.c */
    uint32_t step_mask, number_mask;
    const khl_concept_row *links;
    uint32_t n_links;
} khl_concepts;

/* The forms that a word begins, or is; NULL where there is none. */
typedef struct khl_concept_start {
    khl_str stem; /* the word's, as it was looked up */
    const khl_concept_form *written, *stems;
    const khl_concept_form *head[KHL_FORM_READINGS]; /* at the head of a clause */
    const khl_concept_form *verb;                    /* of the action it is a verb of */
} khl_concept_start;

/* A key of concept_keys.h and what it stands for, while sections are written. */
typedef struct khl_concept_key {
    khl_str key;
    khl_concept_form form;
} khl_concept_key;

/* The sections of the forms; with a key of several words, each of its beginnings and its last word must be
 * keys, too. */
khl_status khl_concept_steps_write(khl_pack_builder *builder, const khl_concept_key *keys, size_t n,
                                   khl_error *err);
/* Those of several words, once concepts and forms are open. */
khl_status khl_concept_steps_open(khl_concepts *out, const khl_pack *pack, khl_error *err);
/* The form that one goes on to with a word, itself a form of one word; NULL when there is none. */
const khl_concept_form *khl_concept_step_on(const khl_concepts *c, const khl_concept_form *from,
                                            const khl_concept_form *last);

/* Adds the sections. A folder without concepts/ is an empty set. KHL_E_MODEL at the row that cannot be used:
 * unknown kind, an id that stands twice, a link to no concept, a form of more than six words. */
khl_status khl_concepts_compile(const char *models_dir, khl_pack_builder *builder, khl_error *err);

/* Absent sections make an empty set. */
khl_status khl_concepts_open(khl_concepts *out, const khl_pack *pack, khl_error *err);

/* The first link that leaves concept `from`, or where it would stand; links ascend by it. */
uint32_t khl_concepts_first_link(const khl_concepts *concepts, uint32_t from);

/* Replaces analysis->features, made in scratch, by a list in its memory with the concepts among them, each
 * before the words it covers. A form ends at punctuation and places, and at numbers that do not stand in it
 * ("every 6 months"). Cost: linear. */
struct khl_context;
khl_status khl_find_concepts(struct khl_context *context, khl_analysis *analysis, khl_error *err);

#endif
