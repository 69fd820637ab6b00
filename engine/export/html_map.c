/* The map of the entries: a point for each, near ones say much of the same (see condense/map.c). Area is
 * support, colour and shape are the axis, and the small dots around a point are the demands it gathers.
 * Points that would lie on one another are pushed apart first. A table behind the picture names the nearest
 * of each.
 *
 * The picture is a group of links rather than an image, whose links could not be reached. Cost: the square of
 * the points, some rounds of it. */
#include "alloc.h"
#include "error.h"
#include "html_page.h"
#include "str.h"

#include <math.h>

/* In units of the picture, which are CSS pixels where there is room for it. */
#define WIDTH 720
#define MARGIN 34   /* of the centres before they are parted */
#define EDGE 4      /* around all */
#define RADIUS 11.0 /* of a point with the support of one */
#define MOST_SUPPORT 16
#define CROWD 120 /* of more points all are smaller */
#define MOST_LABELS 150
#define RING 2.5 /* of the dots outside the point */
#define GAP 2.0
#define TOUCH 0.5 /* they may overlap by */
enum { ROUNDS = 40, N_MARKS = 8, MOST_DOTS = 16 };

/* Shapes of about the area of a circle of radius one, and how far they reach. */
typedef struct shape {
    const char *path;
    double reach;
} shape;
static const shape SHAPES[N_MARKS] = {
    {"M-1 0A1 1 0 1 1 1 0A1 1 0 1 1-1 0Z", 1},
    {"M-.89-.89H.89V.89H-.89Z", 1.26},
    {"M0-1.4L1.28.82H-1.28Z", 1.52},
    {"M0-1.25L1.25 0L0 1.25L-1.25 0Z", 1.25},
    {"M1.1 0L.55.95H-.55L-1.1 0L-.55-.95H.55Z", 1.1},
    {"M0 1.4L1.28-.82H-1.28Z", 1.52},
    {"M-.42-1.15H.42V-.42H1.15V.42H.42V1.15H-.42V.42H-1.15V-.42H-.42Z", 1.22},
    {"M0-1.15L1.09-.36L.68.93H-.68L-1.09-.36Z", 1.15},
};

typedef struct spot {
    const khl_entry *entry;
    double x, y, r;
    double reach; /* of its shape */
    bool ring;
} spot;

/* Axes beyond the eighth take other pairs of colour and shape. */
static unsigned colour_of(uint32_t axis)
{
    return (axis - 1) % N_MARKS + 1;
}

static unsigned shape_of(uint32_t axis)
{
    return (axis - 1 + (axis - 1) / N_MARKS) % N_MARKS + 1;
}

static double radius(const khl_page *page, const khl_entry *entry, size_t n)
{
    size_t support = page->list->n_associations > 0 ? entry->n_supporters : entry->n_members;
    if (support < 1) support = 1;
    if (support > MOST_SUPPORT) support = MOST_SUPPORT;
    double crowd = n > CROWD ? (double)CROWD / (double)n : 1;
    return RADIUS * sqrt((double)support * crowd);
}

static double reach(const spot *s)
{
    return s->r * s->reach + (s->ring ? RING + GAP : GAP);
}

/* Half of what two spots overlap by is the way of each. */
static bool part(spot *a, spot *b)
{
    double dx = a->x - b->x, dy = a->y - b->y, wanted = reach(a) + reach(b), square = dx * dx + dy * dy;
    if (square >= (wanted - TOUCH) * (wanted - TOUCH)) return false;
    if (square < 1e-6) {
        dx = 0;
        dy = square = 1;
    }
    double distance = sqrt(square), way = (wanted - distance) / distance / 2;
    a->x += dx * way;
    a->y += dy * way;
    b->x -= dx * way;
    b->y -= dy * way;
    return true;
}

static void keep_within(spot *s)
{
    double least = reach(s) + EDGE;
    if (s->x < least) s->x = least;
    if (s->x > WIDTH - least) s->x = WIDTH - least;
}

/* By x, and where they are equal as they were: few places change from round to round. */
static void sort(const spot *spots, uint32_t *order, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        uint32_t own = order[i];
        size_t at = i;
        for (; at > 0 && spots[order[at - 1]].x > spots[own].x; at--) order[at] = order[at - 1];
        order[at] = own;
    }
}

/* A round looks at those that stand near enough on the line of x. */
static void part_all(spot *spots, uint32_t *order, size_t n)
{
    double most = 0;
    for (size_t i = 0; i < n; i++) {
        order[i] = (uint32_t)i;
        if (reach(&spots[i]) > most) most = reach(&spots[i]);
    }
    bool moved = true;
    for (unsigned round = 0; moved && round < ROUNDS; round++) {
        moved = false;
        sort(spots, order, n);
        for (size_t i = 0; i < n; i++)
            for (size_t j = i + 1; j < n && spots[order[j]].x - spots[order[i]].x < 2 * most; j++)
                moved = part(&spots[order[i]], &spots[order[j]]) || moved;
        for (size_t i = 0; i < n; i++) keep_within(&spots[i]);
    }
}

static void place(const khl_page *page, spot *spots, uint32_t *order)
{
    const khl_shortlist *list = page->list;
    for (size_t i = 0; i < list->n_points; i++) {
        const khl_shortlist_point *p = &list->points[i];
        const khl_entry *entry = &list->entries[p->entry];
        spots[i] = (spot){.entry = entry,
                          .x = MARGIN + (double)p->x * (WIDTH - 2 * MARGIN),
                          .y = (double)p->y * (WIDTH - 2 * MARGIN),
                          .r = radius(page, entry, list->n_points),
                          .reach = SHAPES[shape_of(entry->axis) - 1].reach,
                          .ring = entry->n_members > 1};
    }
    part_all(spots, order, list->n_points);
}

/* From the upper edge on; the height it comes to. */
static unsigned frame(spot *spots, size_t n)
{
    double top = HUGE_VAL, bottom = -HUGE_VAL;
    for (size_t i = 0; i < n; i++) {
        double least = reach(&spots[i]) + EDGE;
        if (spots[i].y - least < top) top = spots[i].y - least;
        if (spots[i].y + least > bottom) bottom = spots[i].y + least;
    }
    for (size_t i = 0; i < n; i++) spots[i].y -= top;
    return (unsigned)(bottom - top) + 1;
}

static void put_marks(khl_page *page)
{
    khl_markup_put(&page->m, "<defs>");
    for (unsigned k = 0; k < N_MARKS; k++)
        khl_markup_put(&page->m, "<path id=\"mark-%u\" d=\"%s\"/>", k + 1, khl_str_from(SHAPES[k].path));
    khl_markup_put(&page->m, "</defs>\n");
}

/* A disc with as many dots on its edge as there are demands, which are the dashes of a circle. */
static void put_ring(khl_page *page, const spot *s, unsigned x, unsigned y)
{
    size_t n = s->entry->n_members < MOST_DOTS ? s->entry->n_members : MOST_DOTS;
    double r = s->r * s->reach + RING;
    khl_buf_format(page->m.out,
                   "<circle class=\"ring\" cx=\"%u\" cy=\"%u\" r=\"%.1f\" stroke-dasharray=\"0 %.3f\"/>", x,
                   y, r, 2 * 3.14159265 * r / (double)n);
}

static void put_spot(khl_page *page, const spot *s, bool labels)
{
    khl_markup *m = &page->m;
    unsigned x = (unsigned)(s->x + 0.5), y = (unsigned)(s->y + 0.5);
    khl_markup_put(m, "<a class=\"c%u\" href=\"#%s\"><title>%s %s (%n)</title>", colour_of(s->entry->axis),
                   s->entry->id, s->entry->number, s->entry->title, "doc.n_members",
                   (unsigned)s->entry->n_members);
    if (s->ring) put_ring(page, s, x, y);
    khl_buf_format(m->out, "<use href=\"#mark-%u\" transform=\"translate(%u %u) scale(%.1f)\"/>",
                   shape_of(s->entry->axis), x, y, s->r);
    if (labels) khl_markup_put(m, "<text x=\"%u\" y=\"%u\">%s</text>", x, y, s->entry->number);
    khl_markup_put(m, "</a>\n");
}

static const spot *find_spot(const khl_page *page, const spot *spots, khl_str id)
{
    const khl_entry *entry = &page->list->entries[khl_map_find(&page->entries, id)];
    size_t low = 0, high = page->list->n_points;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (spots[middle].entry < entry)
            low = middle + 1;
        else
            high = middle;
    }
    return low < page->list->n_points && spots[low].entry == entry ? &spots[low] : NULL;
}

/* Lines between related entries, each once. */
static void put_links(khl_page *page, const spot *spots)
{
    khl_buf *out = page->m.out;
    khl_buf_put_c(out, "<path class=\"links\" d=\"M0 0");
    for (size_t i = 0; i < page->list->n_points; i++)
        for (size_t k = 0; k < spots[i].entry->n_related; k++) {
            const spot *other = find_spot(page, spots, spots[i].entry->related[k]);
            if (other == NULL || other < &spots[i]) continue;
            khl_buf_format(out, "M%u %uL%u %u", (unsigned)spots[i].x, (unsigned)spots[i].y,
                           (unsigned)other->x, (unsigned)other->y);
        }
    khl_buf_put_c(out, "\"/>\n");
}

static void put_picture(khl_page *page, spot *spots)
{
    khl_markup *m = &page->m;
    size_t n = page->list->n_points;
    khl_markup_put(
        m,
        "<svg class=\"map\" role=\"group\" aria-labelledby=\"map-title\" aria-describedby=\"map-desc\" "
        "viewBox=\"0 0 %u %u\">\n<title id=\"map-title\">%w</title>\n<desc id=\"map-desc\">%w</desc>\n",
        (unsigned)WIDTH, frame(spots, n), "doc.map", "doc.map.desc");
    put_marks(page);
    put_links(page, spots);
    for (size_t i = 0; i < n && khl_page_ease(page); i++) put_spot(page, &spots[i], n <= MOST_LABELS);
    khl_markup_put(m, "</svg>\n");
}

static void put_legend(khl_page *page)
{
    khl_markup *m = &page->m;
    khl_markup_put(m, "<figcaption><ul class=\"marks\">\n");
    for (uint32_t axis = 1; axis <= page->list->n_axes; axis++)
        if (page->list->axes[axis - 1].n_entries > 0)
            khl_markup_put(m,
                           "<li class=\"c%u\"><svg viewBox=\"-1.5 -1.5 3 3\" aria-hidden=\"true\"><use "
                           "href=\"#mark-%u\"/></svg> <a href=\"#axis-%u\">%u. <bdi>%s</bdi></a></li>\n",
                           colour_of(axis), shape_of(axis), axis, axis, khl_page_axis(page, axis));
    khl_markup_put(m, "</ul></figcaption>\n");
}

static void put_row(khl_page *page, const khl_shortlist_point *point)
{
    khl_markup *m = &page->m;
    const khl_entry *entries = page->list->entries, *entry = &entries[point->entry];
    khl_markup_put(m, "<tr><th scope=\"row\"><a href=\"#%s\"><b>%s</b> ", entry->id, entry->number);
    khl_page_text(page, "bdi", "", entry->title);
    khl_markup_put(m, "</a></th><td>%u</td><td>", (unsigned)entry->n_members);
    for (uint32_t k = 0; k < point->n_nearest; k++)
        khl_markup_put(m, " <a href=\"#%s\"><bdi>%s</bdi></a>", entries[point->nearest[k]].id,
                       entries[point->nearest[k]].number);
    khl_markup_put(m, "</td></tr>\n");
}

static void put_table(khl_page *page)
{
    khl_markup *m = &page->m;
    khl_markup_put(
        m,
        "<details class=\"figures-table\"><summary>%w</summary>\n<table class=\"nearest\">\n"
        "<thead><tr><th scope=\"col\">%w</th><th scope=\"col\">%w</th><th scope=\"col\">%w</th></tr>"
        "</thead>\n<tbody>\n",
        "doc.map.table", "doc.entry", "doc.column.demands", "doc.column.nearest");
    for (size_t i = 0; i < page->list->n_points && khl_page_ease(page); i++)
        put_row(page, &page->list->points[i]);
    khl_markup_put(m, "</tbody>\n</table>\n</details>\n");
}

static void put_map(khl_page *page, spot *spots)
{
    khl_markup *m = &page->m;
    const khl_shortlist *list = page->list;
    khl_markup_put(m, "<section id=\"map\">\n<h2>%w</h2>\n<p class=\"intro\">%w", "doc.map", "doc.map.intro");
    if (list->n_points < list->n_entries)
        khl_markup_put(m, " %n.", "doc.map.left_out", (unsigned)(list->n_entries - list->n_points));
    khl_markup_put(m, "</p>\n<figure>\n");
    put_picture(page, spots);
    put_legend(page);
    khl_markup_put(m, "</figure>\n<p class=\"intro\">%w %p</p>\n", "doc.map.kept", list->points_kept);
    put_table(page);
    khl_markup_put(m, "</section>\n");
}

khl_status khl_page_map(khl_page *page, khl_error *err)
{
    size_t n = page->list->n_points;
    if (n == 0) return KHL_OK;
    spot *spots = khl_alloc(n, sizeof *spots);
    uint32_t *order = khl_alloc(n, sizeof *order);
    khl_status status = spots != NULL && order != NULL ? KHL_OK : khl_fail_memory(err);
    if (status == KHL_OK) {
        place(page, spots, order);
        put_map(page, spots);
    }
    free(spots);
    free(order);
    return status;
}
