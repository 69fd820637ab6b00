/* Blocks: khl_pdf_add sets them, khl_pdf_make_room decides where they begin, khl_pdf_place_stack draws them
 * row by row. A row that does not fit goes on line by line on the next page, each block beside the others. */
#include "pdf_block.h"

#include "alloc.h"

/* How much of the trim is taken above the line. */
static const double OF_TRIM_ABOVE = 0.6;

/* What the first line is higher than the distance between two: Pango sets lines closer, but not the first. */
static double trim_of(PangoLayout *layout)
{
    PangoRectangle logical;
    pango_layout_line_get_extents(pango_layout_get_line_readonly(layout, 0), NULL, &logical);
    return pango_units_to_double(logical.height) * (1 - (double)pango_layout_get_line_spacing(layout));
}

void khl_pdf_add(khl_pdf_stack *stack, khl_str text, const khl_pdf_put *put)
{
    khl_pdf_paper *paper = stack->paper;
    if (!khl_pdf_well(paper)) return;
    double width = put->width > 0 ? put->width : KHL_PDF_MEASURE - put->start;
    PangoLayout *layout = khl_pdf_set(paper->type, put->style, put->run, text, width, put->most_lines);
    if (layout == NULL || !khl_grow(&stack->blocks, &stack->capacity, stack->n + 1, sizeof *stack->blocks)) {
        g_clear_object(&layout);
        khl_pdf_fail_memory(paper);
        return;
    }
    if (put->at_end)
        pango_layout_set_alignment(layout, paper->type->rtl ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT);
    stack->blocks[stack->n++] =
        (khl_pdf_block){.layout = layout,
                        .trim = trim_of(layout),
                        .start = put->start,
                        .width = width,
                        .above = put->above,
                        .colour = put->colour != KHL_PDF_INK ? put->colour : khl_pdf_colour_of(put->style),
                        .tag = put->tag != NULL ? put->tag : "P",
                        .link = put->link,
                        .beside = put->beside && stack->n > 0};
}

static double height_of(const khl_pdf_block *block)
{
    int height = 0;
    pango_layout_get_size(block->layout, NULL, &height);
    return pango_units_to_double(height) - block->trim;
}

/* The row of blocks that begins at `begin`: where it ends, and its height. */
static size_t row_end(const khl_pdf_stack *stack, size_t begin, double *height)
{
    size_t end = begin;
    *height = 0;
    do {
        double own = height_of(&stack->blocks[end]);
        if (own > *height) *height = own;
        end++;
    } while (end < stack->n && stack->blocks[end].beside);
    return end;
}

double khl_pdf_stack_height(const khl_pdf_stack *stack)
{
    double sum = 0, height;
    for (size_t begin = 0, end; begin < stack->n; begin = end) {
        end = row_end(stack, begin, &height);
        sum += stack->blocks[begin].above + height;
    }
    return sum;
}

/* The first two rows stay together, or as much of them as three lines take. */
static double height_of_beginning(const khl_pdf_stack *stack)
{
    const double three_lines = 66;
    double first = 0, second = 0;
    if (stack->n == 0) return 0;
    size_t end = row_end(stack, 0, &first);
    if (end < stack->n) row_end(stack, end, &second);
    return first + (second > three_lines ? three_lines : second);
}

void khl_pdf_make_room(khl_pdf_stack *stack, double whole)
{
    double room = KHL_PDF_END - stack->paper->y, height = khl_pdf_stack_height(stack);
    bool fits = height <= room || (height > whole && height_of_beginning(stack) <= room);
    if (!fits && stack->paper->y > KHL_PDF_TOP) khl_pdf_turn(stack->paper);
}

/* Draws the lines of a block from its next on that fit between `top` and the end of the page, one at least
 * when `forced`; how much room they took. */
static double draw_lines(khl_pdf_paper *paper, khl_pdf_block *block, double top, bool forced)
{
    PangoLayoutIter *at = pango_layout_get_iter(block->layout);
    int line = 0, first_y = 0, y0, y1, n = pango_layout_get_line_count(block->layout);
    double used = 0, left = khl_pdf_left(paper, block->start, block->width);
    double trim = block->next_line == 0 ? block->trim : 0;
    for (; line < block->next_line; line++) pango_layout_iter_next_line(at);
    for (; line < n; line++) {
        pango_layout_iter_get_line_yrange(at, &y0, &y1);
        if (line == block->next_line) first_y = y0;
        double end = pango_units_to_double(y1 - first_y) - trim;
        if (top + end > KHL_PDF_END && !(forced && line == block->next_line)) break;
        khl_pdf_draw_line(paper, at, left, top - trim * OF_TRIM_ABOVE - pango_units_to_double(first_y));
        used = end;
        pango_layout_iter_next_line(at);
    }
    block->next_line = line;
    pango_layout_iter_free(at);
    return used;
}

static double draw_block(khl_pdf_paper *paper, khl_pdf_block *block, bool forced)
{
    khl_pdf_tag(paper, block->tag);
    khl_pdf_link(paper, block->link);
    khl_pdf_colour_in(paper, block->colour);
    double used = draw_lines(paper, block, paper->y, forced);
    khl_pdf_unlink(paper, block->link);
    khl_pdf_untag(paper, block->tag);
    return used;
}

static bool is_drawn(const khl_pdf_block *block)
{
    return block->next_line >= pango_layout_get_line_count(block->layout);
}

/* Blocks begin .. end - 1 as far as the page goes; true when all of them are drawn. */
static bool draw_row_part(khl_pdf_stack *stack, size_t begin, size_t end)
{
    khl_pdf_paper *paper = stack->paper;
    bool all = true, forced = paper->y <= KHL_PDF_TOP;
    double used = 0;
    if (stack->row_tag != NULL) khl_pdf_tag(paper, stack->row_tag);
    for (size_t i = begin; i < end; i++) {
        khl_pdf_block *block = &stack->blocks[i];
        if (is_drawn(block)) continue;
        double own = draw_block(paper, block, forced);
        if (own > used) used = own;
        all = all && is_drawn(block);
    }
    if (stack->row_tag != NULL) khl_pdf_untag(paper, stack->row_tag);
    paper->y += used;
    return all;
}

static void place_row(khl_pdf_stack *stack, size_t begin, size_t end)
{
    khl_pdf_paper *paper = stack->paper;
    if (paper->y > KHL_PDF_TOP) paper->y += stack->blocks[begin].above;
    while (khl_pdf_well(paper) && !draw_row_part(stack, begin, end)) khl_pdf_turn(paper);
}

void khl_pdf_place_stack(khl_pdf_stack *stack)
{
    double height;
    for (size_t begin = 0, end; begin < stack->n; begin = end) {
        end = row_end(stack, begin, &height);
        place_row(stack, begin, end);
    }
    for (size_t i = 0; i < stack->n; i++) g_object_unref(stack->blocks[i].layout);
    stack->n = 0;
}

void khl_pdf_stack_clear(khl_pdf_stack *stack)
{
    for (size_t i = 0; i < stack->n; i++) g_object_unref(stack->blocks[i].layout);
    free(stack->blocks);
    *stack = (khl_pdf_stack){0};
}

void khl_pdf_paragraph(khl_pdf_paper *paper, khl_str text, const khl_pdf_put *put)
{
    khl_pdf_stack stack = {.paper = paper};
    khl_pdf_add(&stack, text, put);
    khl_pdf_make_room(&stack, KHL_PDF_HEIGHT);
    khl_pdf_place_stack(&stack);
    khl_pdf_stack_clear(&stack);
}
