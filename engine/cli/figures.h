/* Figures of a measurement as lines of a table: the value, then what it is. */
#ifndef KHL_CLI_FIGURES_H
#define KHL_CLI_FIGURES_H

#include "command.h"
#include "khulasa/train.h"

/* id: of the message that says what it is. */
void khl_figures_share(const khl_program *program, const char *id, double value);
void khl_figures_count(const khl_program *program, const char *id, size_t value);

/* How far probabilities can be taken at their word: a line for each tenth that has pairs. */
void khl_figures_reliability(const khl_program *program, const khl_train_report *report);

#endif
