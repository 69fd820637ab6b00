/* A judged pair as people read it and as JSON, for the commands that judge pairs. */
#ifndef KHL_CLI_COMPARE_TABLE_H
#define KHL_CLI_COMPARE_TABLE_H

#include "command.h"
#include "json_out.h"
#include "khulasa/match.h"
#include "khulasa/similar.h"

/* compare_json.c: "probability":0.9312,"verdict":"same","why":{...}, of an object that is open. */
void khl_put_judgement(khl_json *json, const khl_explanation *explanation);

/* One line: verdict, probability, id, what blocked. */
void khl_put_pair_row(khl_buf *out, khl_str id, const khl_explanation *explanation);
/* The whole of an explanation, in the language of the program. */
void khl_put_comparison(khl_buf *out, const khl_program *program, const khl_explanation *explanation);

/* similar_table.c: a proposal, and its matches at or above review, or that there are none. */
void khl_put_similar(khl_buf *out, const khl_program *program, const khl_similar_row *row);

#endif
