/* khulasa-fleet: the table of its commands. */
#include "fleet_command.h"

int main(int argc, char **argv)
{
    static const khl_command *const COMMANDS[] = {&FLEET_PLAN, &FLEET_BLOCK, &FLEET_GATHER, &FLEET_JOBS,
                                                  NULL};
    static const khl_program_face FACE = {"khulasa-fleet", "fleet.", COMMANDS};
    return khl_program_main(&FACE, argc, argv);
}
