/* khulasa: the table of its commands. */
#include "command.h"

int main(int argc, char **argv)
{
    static const khl_command *const COMMANDS[] = {&KHL_CONDENSE, &KHL_PREVIEW, &KHL_ACCEPT, &KHL_SIMILAR,
                                                  &KHL_COMPARE,  &KHL_JOIN,    &KHL_INDEX,  &KHL_EVALUATE,
                                                  &KHL_ANALYZE,  &KHL_TRAIN,   &KHL_BENCH,  NULL};
    static const khl_program_face FACE = {"khulasa", "", COMMANDS};
    return khl_program_main(&FACE, argc, argv);
}
