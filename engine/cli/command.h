/* The commands of khulasa. */
#ifndef KHL_CLI_COMMAND_H
#define KHL_CLI_COMMAND_H

#include "program.h"

extern const khl_command KHL_CONDENSE, KHL_EVALUATE, KHL_ANALYZE, KHL_COMPARE, KHL_SIMILAR, KHL_TRAIN,
    KHL_JOIN, KHL_INDEX, KHL_BENCH, KHL_PREVIEW, KHL_ACCEPT;

#endif
