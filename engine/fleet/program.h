/* What the files of khulasa-fleet share: its line, its words. */
#ifndef KHL_FLEET_PROGRAM_H
#define KHL_FLEET_PROGRAM_H

#include "khulasa/condense.h"
#include "khulasa/corpus.h"
#include "khulasa/export.h"
#include "khulasa/fleet.h"
#include "khulasa/match.h"
#include "khulasa/models.h"

enum { FLEET_DONE = 0, FLEET_FAILED = 1, FLEET_USE = 2, FLEET_REFUSED = 3, FLEET_MOST_NOTES = 1024 };

/* A line, or what a plan noted of the line it was written by. */
typedef struct fleet_line {
    const char *plan, *output, *models, *lang, *format, *axes, *axes_model, *match, *target, *probability,
        *date, *shards, *threads;
    bool without_axes, quiet, help, version;
    const char **operands; /* [n_operands] */
    size_t n_operands;
} fleet_line;

typedef struct fleet_program {
    fleet_line line;
    const char *lang;
    unsigned n_threads;
    khl_models *models;
    khl_match_model match;
    khl_axes *axes;
    khl_linear *classifier;
    khl_corpus *corpus;
    khl_condense_options options;
    khl_error err;
} fleet_program;

/* line.c. args [n]; out->operands must have room for n. */
khl_status fleet_parse(fleet_line *out, char **args, int n, khl_error *err);
khl_status fleet_number(const char *text, uint64_t least, uint64_t most, uint64_t *out, khl_error *err);
/* The line as notes of a plan ("target=5"), paths made absolute; and back. */
khl_status fleet_to_notes(char **notes, size_t *n, const fleet_line *line, khl_error *err);
khl_status fleet_from_notes(fleet_line *line, const khl_fleet *fleet, khl_error *err);

/* words.c */
void fleet_say(const fleet_program *program, const char *id, const char *a, const char *b);
int fleet_say_error(const fleet_program *program);
void fleet_help(const fleet_program *program);

/* collection.c: proposals and options as the line names them; the files of a shortlist. */
khl_status fleet_read(fleet_program *program);
khl_status fleet_write(fleet_program *program, const khl_shortlist *shortlist, const char *folder,
                       const char *formats);

#endif
