/* What is asked for, before any words: demand d of a run as its slots, and its gold id.
 *
 * A fifth of the demands are near misses: another demand with one slot changed. Gold is made of the slots, so
 * two proposals bear one gold exactly when city, act, object, place and number agree. */
#ifndef KHL_GENERATE_DEMAND_H
#define KHL_GENERATE_DEMAND_H

#include "buf.h"
#include "data.h"
#include "draw.h"

typedef enum khl_near {
    KHL_NEAR_NONE,
    KHL_NEAR_PLACE,
    KHL_NEAR_OBJECT,
    KHL_NEAR_NUMBER,
    KHL_NEAR_ACTION
} khl_near;

typedef struct khl_demand {
    uint32_t city;   /* from 0 */
    uint32_t object; /* into data->objects */
    uint32_t action; /* into data->actions */
    uint32_t place;  /* 1 + number among all places; 0: none */
    uint32_t number; /* 3 to 10; 0: not counted */
    khl_near near;   /* which slot another demand has otherwise */
} khl_demand;

typedef struct khl_run {
    const khl_gen_data *data;
    uint64_t seed, n, n_cities;
    uint64_t n_demands, flat; /* of the law of sizes */
} khl_run;

/* How many demands n proposals hold, 1.56 n^0.8 rounded down (at most n), and how flat the head of their
 * sizes is. */
void khl_run_init(khl_run *out, const khl_gen_data *data, uint64_t n, uint64_t n_cities, uint64_t seed);

/* The demand of proposal k, a number in [0, n_demands); *first when it is the one that words it in the base
 * wording. */
uint64_t khl_run_demand(const khl_run *run, uint64_t k, bool *first);

void khl_demand_make(khl_demand *out, const khl_run *run, uint64_t d);
void khl_demand_put_gold(khl_buf *out, const khl_run *run, const khl_demand *demand);
uint64_t
khl_demand_hash(const khl_demand *demand); /* of the slots, for what is the same in all its proposals */

/* Kind, name and number of place, 1-based as in khl_demand. */
const khl_gen_kind *khl_place_parts(const khl_gen_data *data, uint32_t place, const khl_gen_name **name,
                                    uint32_t *number);

#endif
