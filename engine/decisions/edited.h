/* A document of ours as people gave it back: what the module "office" reads, and accept.c compares with what
 * was handed out. Nothing is decided here: parts stand as they are written in the document. */
#ifndef KHL_DECISIONS_EDITED_H
#define KHL_DECISIONS_EDITED_H

#include "arena.h"
#include "buf.h"

typedef enum khl_edited_kind {
    KHL_EDITED_TITLE,
    KHL_EDITED_TEXT,
    KHL_EDITED_LEVEL,
    KHL_EDITED_AUTHORITIES, /* names, the leading one first, between semicolons of any script or line ends */
    KHL_EDITED_AXIS,        /* of a workbook: its name as written; a letter says where the entry stands */
    KHL_N_EDITED
} khl_edited_kind;

typedef struct khl_edited_part {
    khl_str text;   /* p NULL: it is no longer there, which changes nothing */
    uint32_t place; /* paragraph, or row of the sheet of entries; from 1 */
} khl_edited_part;

typedef struct khl_edited_entry {
    khl_str id; /* "E-..." */
    uint32_t place;
    uint32_t axis; /* of a letter: 1-based, the axis under whose heading it stands; 0: not known */
    khl_edited_part parts[KHL_N_EDITED];
} khl_edited_entry;

/* An answer to a pair of proposals, or a comment on it. */
typedef struct khl_edited_answer {
    khl_str a, b;    /* ids of members, as the shortlist has them */
    khl_str answer;  /* "same", "different", "related"; empty: none was given, or it was not understood */
    khl_str written; /* as it stands in the cell */
    khl_str comment;
    khl_str sheet; /* its name in the workbook */
    uint32_t row;  /* from 1, the header counted */
} khl_edited_answer;

/* What stands in the document and cannot be understood. */
typedef struct khl_edited_stray {
    enum {
        KHL_STRAY_TWICE,
        KHL_STRAY_HEADING
    } kind;       /* an entry that stands twice; a heading among the entries
                     that belongs to none */
    khl_str text; /* the id, or the heading */
    uint32_t place;
} khl_edited_stray;

typedef struct khl_edited {
    khl_arena arena;
    khl_str baseline; /* JSON, schema khulasa.baseline/1: what was handed out, see export/baseline.h */
    khl_edited_entry *entries; /* [n_entries] in the order of the document */
    khl_edited_answer *answers;
    khl_edited_stray *strays;
    size_t n_entries, entries_capacity, n_answers, answers_capacity, n_strays, strays_capacity;
    bool ordered; /* the order of entries says something: true of letters, not of sheets, which people sort */
} khl_edited;

/* The function khl_office_read_edited of the module "office": bytes of a DOCX or an XLSX. KHL_E_INPUT:
 * neither, damaged, protected, or one that carries no baseline or no entry any more. To be cleared after a
 * failure, too. */
typedef khl_status khl_office_read_edited_fn(khl_edited *out, khl_str bytes, khl_error *err);
void khl_edited_clear(khl_edited *edited);

/* What two wordings are compared by: white space is one space and none at the ends, controls of direction and
 * marks without width that programs add are gone. Appended to out. */
void khl_edited_fold(khl_buf *out, khl_str text);

/* Without what folding drops at both ends: a name as it was typed, in a list whose separators bring blanks
 * and marks of their own. */
khl_str khl_edited_trim(khl_str text);

#endif
