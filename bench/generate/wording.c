/* Words for demands: a plan of what departs from the base wording, pieces (act and thing, place, for whom),
 * slips in the pieces, and the pieces put together in frames. */
#include "wording.h"

#include "misspell.h"
#include "str.h"

enum { STREAM_BASE = 16, STREAM_EDITS };
enum { ACT, PLACE, FOR, PIECES };

/* What is chosen for one text. Numbers of forms and frames; 0 is the base wording's where a frame may be
 * missing. */
typedef struct plan {
    unsigned lang;
    uint32_t action_form, object_form, for_form, place_frame, place_form;
    bool says_for, number_in_words, no_preposition;
    uint32_t ask, doing, post, thanks, ground, front; /* 1 + number; 0: none */
    uint32_t slips;
} plan;

typedef struct writer {
    const khl_run *run;
    const khl_demand *demand;
    const khl_gen_object *object;
    const khl_gen_action *action;
    khl_buf *marks;
} writer;

static void mark(const writer *w, const char *kind, uint32_t n)
{
    if (w->marks->n > 0) khl_buf_char(w->marks, '+');
    khl_buf_put_c(w->marks, kind);
    if (n > 0) khl_buf_format(w->marks, ":%u", n);
}

static uint32_t pick(khl_draw *draw, uint32_t n)
{
    return n > 0 ? (uint32_t)khl_draw_below(draw, n) : 0;
}

/* Wordings of the thing in the language of the plan; Darija borrows the Standard ones where it has none. */
static const khl_forms *object_forms(const writer *w, unsigned lang)
{
    const khl_gen_object *o = w->object;
    bool counts = w->action->counts, many = w->demand->number > 0;
    if (lang == KHL_GEN_FR) return many ? &o->fr_many : &o->fr[counts];
    if (many) return &o->ar_many;
    return lang == KHL_GEN_DA && o->da.n > 0 ? &o->da : &o->ar[counts];
}

/* The same in every text of the demand that is not edited. */
static plan base_plan(const writer *w)
{
    const khl_gen_object *o = w->object;
    khl_draw draw = khl_draw_of(w->run->seed, STREAM_BASE, khl_demand_hash(w->demand));
    plan p = {.lang = KHL_GEN_AR};
    p.action_form = pick(&draw, w->action->forms[KHL_GEN_AR].n);
    p.object_form = pick(&draw, object_forms(w, KHL_GEN_AR)->n);
    p.says_for = o->fors.n > 0 && khl_draw_below(&draw, 10) < 3;
    p.for_form = o->fors.n > 0 ? o->beneficiary[pick(&draw, o->fors.n)] : 0;
    return p;
}

/* Another of n forms; false when there is one only. */
static bool another(khl_draw *draw, uint32_t n, uint32_t *form)
{
    if (n < 2) return false;
    *form = (*form + 1 + (uint32_t)khl_draw_below(draw, n - 1)) % n;
    return true;
}

static void edit_synonym(const writer *w, plan *p, khl_draw *draw)
{
    uint32_t n = 0;
    unsigned which = (unsigned)khl_draw_below(draw, 3);
    if (which != 0) n += another(draw, w->action->forms[p->lang].n, &p->action_form);
    if (which != 1) n += another(draw, object_forms(w, p->lang)->n, &p->object_form);
    if (n > 0) mark(w, "synonym", n);
}

static uint32_t frame_count(const writer *w, unsigned use, unsigned lang)
{
    return w->run->data->frames[use][lang].n;
}

static void edit_words(const writer *w, plan *p, khl_draw *draw)
{
    uint32_t n = 0;
    unsigned which = (unsigned)khl_draw_below(draw, 4);
    if (which < 2 && p->ask == 0 && p->lang == KHL_GEN_AR) {
        p->doing = 1 + pick(draw, frame_count(w, KHL_GEN_DO, p->lang));
        n++;
    }
    if (which == 1 || which == 2) {
        p->post = 1 + pick(draw, frame_count(w, KHL_GEN_POST, p->lang));
        n++;
    }
    if (which == 3 && w->demand->place > 0 && p->lang == KHL_GEN_AR && p->front == 0 && p->place_frame == 0) {
        p->no_preposition = true;
        n++;
    }
    if (n > 0) mark(w, "words", n);
}

static void edit_courtesy(const writer *w, plan *p, khl_draw *draw)
{
    if (p->doing > 0) return;
    p->ask = 1 + pick(draw, frame_count(w, KHL_GEN_ASK, p->lang));
    if (khl_draw_below(draw, 4) == 0) p->thanks = 1 + pick(draw, frame_count(w, KHL_GEN_THANKS, p->lang));
    mark(w, "courtesy", 0);
}

static void edit_place(const writer *w, plan *p, khl_draw *draw)
{
    if (w->demand->place == 0 || p->no_preposition || p->lang == KHL_GEN_FR) return;
    if (p->lang == KHL_GEN_DA && p->front > 0) return; /* "of the quarter" cannot come first */
    if (another(draw, frame_count(w, KHL_GEN_PLACE, p->lang), &p->place_frame)) mark(w, "place-form", 0);
}

static void edit_order(const writer *w, plan *p, khl_draw *draw)
{
    if (w->demand->place == 0 || p->no_preposition || (p->lang == KHL_GEN_DA && p->place_frame == 2)) return;
    p->front = 1 + pick(draw, frame_count(w, KHL_GEN_FRONT, p->lang));
    mark(w, "order", 0);
}

static void edit_number(const writer *w, plan *p, khl_draw *draw)
{
    (void)draw;
    if (w->demand->number == 0 || p->number_in_words) return;
    p->number_in_words = true;
    mark(w, "number-form", 0);
}

static void edit_beneficiary(const writer *w, plan *p, khl_draw *draw)
{
    (void)draw;
    if (w->object->fors.n == 0) return;
    p->says_for = !p->says_for;
    mark(w, "beneficiary", 0);
}

static void edit_ground(const writer *w, plan *p, khl_draw *draw)
{
    p->ground = 1 + pick(draw, w->run->data->grounds[w->object->axis][p->lang].n);
    mark(w, "grounds", 0);
}

static void edit_spelling(const writer *w, plan *p, khl_draw *draw)
{
    (void)w; /* marked when the slips were made */
    p->slips = 1 + (uint32_t)khl_draw_zipf(draw, 3, 1);
}

/* Another language: other words for all of it. */
static void choose_language(const writer *w, plan *p, khl_draw *draw)
{
    uint64_t at = khl_draw_below(draw, 100);
    if (at < 84) return;
    p->lang = at < 94 ? KHL_GEN_DA : KHL_GEN_FR;
    p->action_form = pick(draw, w->action->forms[p->lang].n);
    p->object_form = pick(draw, object_forms(w, p->lang)->n);
    if (p->lang == KHL_GEN_DA) p->ask = 1 + pick(draw, frame_count(w, KHL_GEN_ASK, p->lang));
    mark(w, p->lang == KHL_GEN_DA ? "darija" : "french", 0);
}

/* One to four kinds of edits, each at most once; one in ten repeats the base wording. */
static void edit(const writer *w, plan *p, uint64_t member)
{
    static void (*const EDITS[])(const writer *, plan *, khl_draw *) = {
        edit_spelling, edit_order,  edit_words,       edit_synonym, edit_courtesy,
        edit_place,    edit_number, edit_beneficiary, edit_ground};
    enum { N = sizeof EDITS / sizeof *EDITS };
    khl_draw draw = khl_draw_of(w->run->seed, STREAM_EDITS, member);
    if (khl_draw_below(&draw, 10) == 0) return;
    choose_language(w, p, &draw);
    uint64_t n = 1 + khl_draw_zipf(&draw, 4, 2);
    unsigned done = 0;
    for (unsigned t = 0; t < n; t++) {
        unsigned which = (unsigned)khl_draw_below(&draw, N);
        if (done >> which & 1) continue;
        done |= 1u << which;
        EDITS[which](w, p, &draw);
    }
}

/* frame with {} and ~ replaced. */
static void put_frame(khl_buf *out, khl_str frame, khl_str inner, khl_str rest)
{
    for (size_t i = 0; i < frame.n; i++) {
        if (frame.p[i] == '{' && i + 1 < frame.n && frame.p[i + 1] == '}') {
            khl_buf_put(out, inner);
            i++;
        } else if (frame.p[i] == '~') {
            khl_buf_put(out, rest);
        } else {
            khl_buf_char(out, frame.p[i]);
        }
    }
}

static khl_str frame_of(const writer *w, unsigned use, unsigned lang, uint32_t i)
{
    return w->run->data->frames[use][lang].p[i];
}

static void put_number(khl_buf *out, const writer *w, const plan *p)
{
    const khl_gen_number *n = &w->run->data->numbers.p[w->demand->number - KHL_GEN_MANY_FROM];
    if (p->lang == KHL_GEN_FR && p->number_in_words)
        khl_buf_put(out, n->fr);
    else if (p->lang == KHL_GEN_DA)
        khl_buf_put(out, n->da);
    else if (p->number_in_words)
        khl_buf_put(out, w->object->feminine ? n->feminine : n->masculine);
    else
        khl_buf_format(out, "%u", n->value);
    khl_buf_char(out, ' ');
}

static void put_act(khl_buf *out, const writer *w, const plan *p)
{
    khl_buf_put(out, w->action->forms[p->lang].p[p->action_form]);
    khl_buf_char(out, ' ');
    if (w->demand->number > 0) put_number(out, w, p);
    khl_buf_put(out, object_forms(w, p->lang)->p[p->object_form]);
}

static void put_place(khl_buf *out, const writer *w, const plan *p)
{
    const khl_gen_name *name;
    uint32_t number;
    if (w->demand->place == 0) return;
    const khl_gen_kind *kind = khl_place_parts(w->run->data, w->demand->place, &name, &number);
    khl_buf place = KHL_BUF_INIT;
    khl_buf_put(&place, p->lang == KHL_GEN_FR ? kind->fr.p[p->place_form % kind->fr.n] : kind->ar);
    khl_buf_char(&place, ' ');
    khl_buf_put(&place, p->lang == KHL_GEN_FR ? name->fr : name->ar);
    if (number > 0) khl_buf_format(&place, " %u", number);
    if (p->lang == KHL_GEN_FR || p->no_preposition)
        khl_buf_put(out, khl_buf_str(&place));
    else
        put_frame(out, frame_of(w, KHL_GEN_PLACE, p->lang, p->place_frame), khl_buf_str(&place),
                  (khl_str){NULL, 0});
    out->failed = out->failed || place.failed;
    khl_buf_clear(&place);
}

static void put_for(khl_buf *out, const writer *w, const plan *p)
{
    if (!p->says_for) return;
    const khl_forms *forms = &w->run->data->beneficiaries[p->for_form].forms[p->lang];
    khl_buf_put(out, forms->p[0]);
}

/* Slips in the pieces, marked with their number. */
static void slip(const writer *w, const plan *p, khl_buf *pieces, uint64_t member)
{
    khl_draw draw = khl_draw_of(w->run->seed, STREAM_EDITS + 1, member);
    uint32_t made = 0;
    for (uint32_t i = 0; i < p->slips; i++) {
        unsigned piece = khl_draw_below(&draw, 4) == 0 ? PLACE : ACT;
        made += khl_misspell(&pieces[piece], w->run->data, &draw, piece == ACT && p->lang != KHL_GEN_FR);
    }
    if (made > 0) mark(w, "spelling", made);
}

static void put_spaced(khl_buf *out, khl_str s)
{
    if (s.n == 0) return;
    if (out->n > 0) khl_buf_char(out, ' ');
    khl_buf_put(out, s);
}

/* *inner becomes frame number i - 1 around it; i 0: stays. */
static void wrap(const writer *w, unsigned use, unsigned lang, uint32_t i, khl_buf *inner)
{
    khl_buf out = KHL_BUF_INIT;
    if (i == 0) return;
    put_frame(&out, frame_of(w, use, lang, i - 1), khl_buf_str(inner), (khl_str){NULL, 0});
    out.failed = out.failed || inner->failed;
    khl_buf_clear(inner);
    *inner = out;
}

static void put_together(khl_buf *text, const writer *w, const plan *p, khl_buf *pieces)
{
    khl_buf body = KHL_BUF_INIT;
    wrap(w, KHL_GEN_DO, p->lang, p->doing, &pieces[ACT]);
    wrap(w, KHL_GEN_ASK, p->lang, p->ask, &pieces[ACT]);
    put_spaced(&body, khl_buf_str(&pieces[ACT]));
    if (p->front == 0) put_spaced(&body, khl_buf_str(&pieces[PLACE]));
    put_spaced(&body, khl_buf_str(&pieces[FOR]));
    if (p->front > 0)
        put_frame(text, frame_of(w, KHL_GEN_FRONT, p->lang, p->front - 1), khl_buf_str(&pieces[PLACE]),
                  khl_buf_str(&body));
    else
        khl_buf_put(text, khl_buf_str(&body));
    if (p->post > 0) put_spaced(text, frame_of(w, KHL_GEN_POST, p->lang, p->post - 1));
    if (p->ground > 0) put_spaced(text, w->run->data->grounds[w->object->axis][p->lang].p[p->ground - 1]);
    if (p->thanks > 0) {
        khl_buf_put_c(text, p->lang == KHL_GEN_FR ? "." : "،");
        put_spaced(text, frame_of(w, KHL_GEN_THANKS, p->lang, p->thanks - 1));
    }
    text->failed = text->failed || body.failed;
    khl_buf_clear(&body);
}

static void mark_near(const writer *w)
{
    static const char *const NAMES[] = {NULL, "near:place", "near:object", "near:number", "near:action"};
    if (w->demand->near != KHL_NEAR_NONE) mark(w, NAMES[w->demand->near], 0);
}

void khl_wording_put(khl_buf *text, khl_buf *distance, const khl_run *run, const khl_demand *demand,
                     uint64_t member, bool base)
{
    const khl_gen_data *d = run->data;
    khl_buf marks = KHL_BUF_INIT, pieces[PIECES] = {KHL_BUF_INIT, KHL_BUF_INIT, KHL_BUF_INIT};
    writer w = {run, demand, &d->objects.p[demand->object], &d->actions.p[demand->action], &marks};
    plan p = base_plan(&w);
    mark_near(&w);
    if (!base) edit(&w, &p, member);
    put_act(&pieces[ACT], &w, &p);
    put_place(&pieces[PLACE], &w, &p);
    put_for(&pieces[FOR], &w, &p);
    if (p.slips > 0) slip(&w, &p, pieces, member);
    put_together(text, &w, &p, pieces);
    if (marks.n == 0) khl_buf_char(&marks, '0');
    khl_buf_put(distance, khl_buf_str(&marks));
    for (unsigned i = 0; i < PIECES; i++) {
        text->failed = text->failed || pieces[i].failed;
        khl_buf_clear(&pieces[i]);
    }
    khl_buf_clear(&marks);
}
