/* The committee's edited document back in: a DOCX or XLSX that khl_export made is compared with what was
 * handed out, which it carries in itself, and every difference becomes decisions (decisions.h). What cannot
 * be understood is named, and nothing is guessed. */
#ifndef KHULASA_ACCEPT_H
#define KHULASA_ACCEPT_H

#include <khulasa/base.h>
#include <khulasa/decisions.h>
#include <khulasa/models.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum khl_accept_what {
    /* Became decisions. */
    KHL_ACCEPT_TITLE,
    KHL_ACCEPT_TEXT,
    KHL_ACCEPT_LEVEL,
    KHL_ACCEPT_AUTHORITIES,
    KHL_ACCEPT_AXIS,  /* moved to another one */
    KHL_ACCEPT_PLACE, /* moved within its axis */
    KHL_ACCEPT_STRUCK,
    KHL_ACCEPT_SAME,
    KHL_ACCEPT_DIFFERENT,
    KHL_ACCEPT_RELATED,
    KHL_ACCEPT_NOTE,
    /* Were not understood, and became none. */
    KHL_ACCEPT_EMPTIED,      /* a title or a text without words */
    KHL_ACCEPT_LOST,         /* what was `was` has lost its mark in a letter, so it was not read */
    KHL_ACCEPT_NO_LEVEL,     /* `now` is no level */
    KHL_ACCEPT_NO_AUTHORITY, /* `now` is the name of no body of the models */
    KHL_ACCEPT_NO_AXIS,      /* `now` is no axis of the document */
    KHL_ACCEPT_NO_ANSWER,    /* `now` is none of the three answers */
    KHL_ACCEPT_NO_ENTRY,     /* the document was not handed out with this entry */
    KHL_ACCEPT_NO_MEMBER,    /* nor with this proposal */
    KHL_ACCEPT_TWICE,        /* the entry stands in two places; the first one counts */
    KHL_ACCEPT_HEADING, /* `now` is a heading that belongs to no entry: a new demand goes into the input */
    KHL_ACCEPT_MANY_STRUCK,   /* over half of the entries are gone: an excerpt strikes nothing */
    KHL_ACCEPT_CHANGED_SINCE, /* decision `since` says otherwise, and came after the document was handed out
                               */
    KHL_N_ACCEPT
} khl_accept_what;

/* One difference. Strings are borrowed; absent ones are empty. */
typedef struct khl_accept_item {
    khl_accept_what what;
    khl_str entry, number, title; /* of the entry, as it was handed out */
    khl_str was, now;             /* wordings; of answers the ids of the two proposals */
    khl_str sheet;                /* of a workbook */
    uint32_t place;               /* paragraph or row, from 1; 0: it is no longer there */
    size_t n_decisions;           /* added for it */
    bool already;                 /* the log says so already; nothing was added */
    uint32_t since;
} khl_accept_item;

typedef struct khl_accept_options {
    const char *by;   /* who decided; NULL: nobody is named */
    const char *time; /* when, as it is to stand in the log; NULL: not told */
    bool new_bodies;  /* names of bodies that the models do not know are taken as they are written */
    bool overrule;    /* what the document says holds even where the log was added to since */
} khl_accept_options;
#define KHL_ACCEPT_OPTIONS_INIT                                                                              \
    {                                                                                                        \
        NULL, NULL, false, false                                                                             \
    }

typedef struct khl_accepted khl_accepted;

/* Reads the document and adds to log what it says; options may be NULL. Accepting a document again adds
 * nothing. KHL_E_INPUT: no DOCX or XLSX of ours, damaged, its tags lost; the log holds less than when the
 * document was made. KHL_E_IO: it cannot be read, or the module "office" is not installed. On failure log is
 * as it was. Cost: linear, and a sort of the entries. */
KHL_API khl_status khl_accept(khl_accepted **out, khl_decisions *log, const char *path,
                              const khl_models *models, const khl_accept_options *options, khl_error *err);
KHL_API void khl_accepted_destroy(khl_accepted *accepted);

/* In the order of the document, what was not understood last; NULL beyond the end. */
KHL_API const khl_accept_item *khl_accepted_at(const khl_accepted *accepted, size_t i);
KHL_API size_t khl_accepted_count(const khl_accepted *accepted);
/* Whether an item of that kind was understood. */
KHL_API bool khl_accept_is_understood(khl_accept_what what);

#ifdef __cplusplus
}
#endif
#endif
