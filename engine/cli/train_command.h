/* What khulasa train can make besides the match model. */
#ifndef KHL_CLI_TRAIN_COMMAND_H
#define KHL_CLI_TRAIN_COMMAND_H

#include "command.h"

/* Writes the background table of n corpora, and of the forms in the folder --forms, to output. */
khl_status khl_program_train_idf(khl_program *program, const khl_corpus *const *corpora, size_t n,
                                 const char *output);

#endif
