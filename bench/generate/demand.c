/* Demands as slots. */
#include "demand.h"

#include "str.h"

enum { STREAM_SIZE = 1, STREAM_SLOTS, STREAM_PLACES };
enum { NEAR_ONE_IN = 5, TRIES = 24, FLAT_CITIES = 4, FLAT_OBJECTS = 40, FLAT_PLACES = 12 };

/* The largest x with x^5 <= limit: products of doubles alone, so no machine rounds otherwise. */
static uint64_t fifth_root(double limit)
{
    uint64_t low = 0, high = (uint64_t)1 << 32;
    while (high - low > 1) {
        uint64_t middle = low + (high - low) / 2;
        double x = (double)middle;
        if (x * x * x * x * x <= limit)
            low = middle;
        else
            high = middle;
    }
    return low;
}

void khl_run_init(khl_run *out, const khl_gen_data *data, uint64_t n, uint64_t n_cities, uint64_t seed)
{
    double x = (double)n;
    *out = (khl_run){.data = data, .seed = seed, .n = n, .n_cities = n_cities};
    out->n_demands = fifth_root(9.2389579776 * x * x * x * x); /* 1.56^5 */
    if (out->n_demands > n) out->n_demands = n;
    double d = (double)out->n_demands;
    out->flat = fifth_root(d * d * d) + 1;
}

uint64_t khl_run_demand(const khl_run *run, uint64_t k, bool *first)
{
    uint64_t at = khl_draw_shuffle(run->seed, k, run->n);
    *first = at < run->n_demands;
    if (*first) return at;
    khl_draw draw = khl_draw_of(run->seed, STREAM_SIZE, at);
    return khl_draw_zipf(&draw, run->n_demands, run->flat);
}

static uint32_t places_of(const khl_gen_data *d, unsigned classes)
{
    uint32_t n = 0;
    for (size_t i = 0; i < d->kinds.n; i++)
        if (d->kinds.p[i].class & classes) n += d->kinds.p[i].n_places;
    return n;
}

/* Number at among the places of the classes, as a place of all. */
static uint32_t place_at(const khl_gen_data *d, unsigned classes, uint64_t at)
{
    for (size_t i = 0; i < d->kinds.n; i++) {
        if (!(d->kinds.p[i].class & classes)) continue;
        if (at < d->kinds.p[i].n_places) return d->kinds.p[i].first + (uint32_t)at + 1;
        at -= d->kinds.p[i].n_places;
    }
    return 0;
}

/* A place of the classes: each city has an order of its own, in which few are named often and most hardly
 * ever. Names with a number behind are drawn a second time, as there are more of them than people use. */
static uint32_t draw_place(khl_draw *draw, const khl_run *run, uint32_t city, unsigned classes)
{
    uint32_t n = places_of(run->data, classes), place = 0, number = 0;
    if (n == 0) return 0;
    uint64_t key = khl_draw_of(run->seed, STREAM_PLACES, (uint64_t)city * 8 + classes).key;
    for (unsigned t = 0; t < 2 && (t == 0 || number > 0); t++) {
        const khl_gen_name *name;
        place = place_at(run->data, classes, khl_draw_shuffle(key, khl_draw_zipf(draw, n, FLAT_PLACES), n));
        khl_place_parts(run->data, place, &name, &number);
    }
    return place;
}

const khl_gen_kind *khl_place_parts(const khl_gen_data *data, uint32_t place, const khl_gen_name **name,
                                    uint32_t *number)
{
    uint32_t at = place - 1;
    const khl_gen_kind *k = data->kinds.p;
    while (at >= k->first + k->n_places) k++;
    at -= k->first;
    *name = &data->names.p[k->first_name + at % k->n_names];
    *number = at / k->n_names == 0 ? 0 : at / k->n_names + 1;
    return k;
}

static bool can_count(const khl_gen_data *d, uint32_t object, uint32_t action)
{
    return d->actions.p[action].counts && d->objects.p[object].ar_many.n > 0;
}

static uint32_t draw_number(khl_draw *draw)
{
    return KHL_GEN_MANY_FROM + (uint32_t)khl_draw_zipf(draw, KHL_GEN_MANY_TO - KHL_GEN_MANY_FROM + 1, 1);
}

/* Slots of a demand that is no near miss. */
static void draw_slots(khl_demand *out, khl_draw *draw, const khl_run *run)
{
    const khl_gen_data *d = run->data;
    *out = (khl_demand){.city = (uint32_t)khl_draw_zipf(draw, run->n_cities, FLAT_CITIES)};
    uint64_t popular = khl_draw_zipf(draw, d->objects.n, FLAT_OBJECTS);
    out->object = (uint32_t)khl_draw_shuffle(run->seed, popular, d->objects.n);
    const khl_gen_object *o = &d->objects.p[out->object];
    out->action = o->sense[khl_draw_below(draw, o->senses.n)];
    out->place = draw_place(draw, run, out->city, o->classes);
    if (can_count(d, out->object, out->action) && khl_draw_below(draw, 4) == 0)
        out->number = draw_number(draw);
}

static bool has_sense(const khl_gen_object *o, uint32_t action)
{
    for (uint32_t i = 0; i < o->senses.n; i++)
        if (o->sense[i] == action) return true;
    return false;
}

/* Another thing of the axis that can be asked for in the same way, at such a place. */
static bool change_object(khl_demand *x, khl_draw *draw, const khl_gen_data *d)
{
    const khl_gen_object *from = &d->objects.p[x->object];
    uint32_t first = d->axis_first[from->axis], n = d->axis_first[from->axis + 1] - first;
    for (unsigned t = 0; t < TRIES; t++) {
        uint32_t other = first + (uint32_t)khl_draw_below(draw, n);
        const khl_gen_object *o = &d->objects.p[other];
        if (other == x->object || o->classes != from->classes || !has_sense(o, x->action)) continue;
        if (x->number > 0 && !can_count(d, other, x->action)) continue;
        x->object = other;
        return true;
    }
    return false;
}

static bool change_action(khl_demand *x, khl_draw *draw, const khl_gen_data *d)
{
    const khl_gen_object *o = &d->objects.p[x->object];
    uint32_t other = o->sense[khl_draw_below(draw, o->senses.n)];
    if (other == x->action || (x->number > 0 && !can_count(d, x->object, other))) return false;
    x->action = other;
    return true;
}

static bool change(khl_demand *x, khl_draw *draw, const khl_run *run, khl_near near)
{
    khl_demand was = *x;
    switch (near) {
    case KHL_NEAR_PLACE:
        x->place = draw_place(draw, run, x->city, run->data->objects.p[x->object].classes);
        return x->place != was.place;
    case KHL_NEAR_NUMBER:
        if (x->number > 0) x->number = draw_number(draw);
        return x->number != was.number;
    case KHL_NEAR_OBJECT:
        return change_object(x, draw, run->data);
    case KHL_NEAR_ACTION:
        return change_action(x, draw, run->data);
    default:
        return false;
    }
}

static bool is_near(khl_draw *draw)
{
    return khl_draw_below(draw, NEAR_ONE_IN) == 0;
}

/* The slots of some demand that is no near miss itself; counted: of one that names a number. */
static bool draw_base(khl_demand *out, khl_draw *draw, const khl_run *run, bool counted)
{
    for (unsigned t = 0; t < TRIES; t++) {
        khl_draw other = khl_draw_of(run->seed, STREAM_SLOTS, khl_draw_below(draw, run->n_demands));
        if (is_near(&other)) continue;
        draw_slots(out, &other, run);
        if (!counted || out->number > 0) return true;
    }
    return false;
}

static khl_near draw_near(khl_draw *draw)
{
    return KHL_NEAR_PLACE + (khl_near)khl_draw_below(draw, KHL_NEAR_ACTION);
}

void khl_demand_make(khl_demand *out, const khl_run *run, uint64_t d)
{
    khl_draw draw = khl_draw_of(run->seed, STREAM_SLOTS, d);
    bool near = is_near(&draw);
    khl_near kind = near ? draw_near(&draw) : KHL_NEAR_NONE;
    if (near && draw_base(out, &draw, run, kind == KHL_NEAR_NUMBER)) {
        for (unsigned t = 0; t < TRIES; t++) {
            if (t > TRIES / 2) kind = draw_near(&draw);
            out->near = kind;
            if (change(out, &draw, run, kind)) return;
        }
    }
    draw_slots(out, &draw, run);
}

void khl_demand_put_gold(khl_buf *out, const khl_run *run, const khl_demand *x)
{
    khl_buf_format(out, "%u.", x->city + 1);
    khl_buf_put(out, run->data->objects.p[x->object].id);
    khl_buf_char(out, '.');
    khl_buf_put(out, run->data->actions.p[x->action].id);
    if (x->place > 0) khl_buf_format(out, ".p%u", x->place);
    if (x->number > 0) khl_buf_format(out, ".n%u", x->number);
}

uint64_t khl_demand_hash(const khl_demand *x)
{
    uint32_t slots[] = {x->city, x->object, x->action, x->place, x->number};
    uint64_t h = 0;
    for (size_t i = 0; i < sizeof slots / sizeof *slots; i++) h = khl_draw_of(h, i, slots[i]).key;
    return h;
}
