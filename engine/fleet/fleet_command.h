/* The commands of khulasa-fleet, and what they share. */
#ifndef KHL_FLEET_COMMAND_H
#define KHL_FLEET_COMMAND_H

#include "khulasa/fleet.h"
#include "program.h"

extern const khl_command FLEET_PLAN, FLEET_BLOCK, FLEET_GATHER, FLEET_JOBS;

#define FLEET_OPTION_PLAN                                                                                    \
    {                                                                                                        \
        "plan", 'p', "DIR", "cli.fleet.option.plan"                                                          \
    }

/* --plan, else "plan"; the plan in it. */
const char *fleet_folder(const khl_program *program);
khl_status fleet_open(khl_fleet **out, khl_program *program);

/* notes.c: what a line says that changes the result ("target=5"), and its inputs, paths made absolute, as a
 * plan keeps them; and as a line again, to be cleared on failure, too. */
typedef struct fleet_notes {
    char **of; /* [n] */
    size_t n;
} fleet_notes;
khl_status fleet_note(fleet_notes *out, khl_program *program);
void fleet_notes_clear(fleet_notes *notes);
khl_status fleet_line_of(khl_args *out, const khl_fleet *fleet, khl_error *err);
void fleet_line_clear(khl_args *line);

#endif
