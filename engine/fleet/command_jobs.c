/* khulasa-fleet jobs: what is left to do, for drivers: job, shards, cost in microseconds. */
#include "fleet_command.h"

#include <stdio.h>

static const khl_option OPTIONS[] = {FLEET_OPTION_PLAN, {NULL, 0, NULL, NULL}};

static int run(khl_program *p)
{
    khl_fleet *fleet = NULL;
    if (fleet_open(&fleet, p) != KHL_OK) return khl_say_error(p);
    for (uint32_t k = 0; k < khl_fleet_n_jobs(fleet); k++) {
        khl_fleet_job job = khl_fleet_job_at(fleet, k);
        if (!khl_fleet_is_done(fleet, k))
            printf("%u\t%u\t%u\t%llu\n", k, job.a, job.b, (unsigned long long)job.cost_us);
    }
    khl_fleet_close(fleet);
    return KHL_EXIT_DONE;
}

const khl_command FLEET_JOBS = {"jobs", "[--plan DIR]", OPTIONS, run};
