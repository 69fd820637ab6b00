/* Tables: separators, raw cells, and every kind of damage at its row and column. */
#include "corpus_test.h"

static void one_row(void **state)
{
    (void)state;
    khl_corpus *corpus =
        read_text("a.csv", "id,city,association,axis,text\nK1, Khemisset ,Assoc,3,Build a school");
    const khl_proposal *p = khl_corpus_at(corpus, 0);
    assert_int_equal(khl_corpus_count(corpus), 1);
    assert_str(p->id, "K1");
    assert_str(p->given_id, "K1");
    assert_str(p->city, "Khemisset");
    assert_str(p->association, "Assoc");
    assert_str(p->axis, "3");
    assert_str(p->text, "Build a school");
    assert_str(p->date, "");
    assert_int_equal(p->row, 2);
    assert_int_equal(p->input, 0);
    const khl_input *input = khl_corpus_input_at(corpus, 0);
    assert_str(input->name, "a.csv");
    assert_str(input->kind, "csv");
    assert_int_equal(input->separator, ',');
    assert_int_equal(input->rows, 1);
    khl_corpus_destroy(corpus);
}

static void separators_are_found(void **state)
{
    (void)state;
    static const char separators[] = ",;\t|";
    for (const char *s = separators; *s != '\0'; s++) {
        char text[200];
        snprintf(text, sizeof text, "id%caxis%ctext\n1%c2%c\"a, b; c\t| d\"\n2%c3%cplain\n", *s, *s, *s, *s,
                 *s, *s);
        khl_corpus *corpus = read_text("a.csv", text);
        assert_int_equal(khl_corpus_input_at(corpus, 0)->separator, *s);
        assert_text(corpus, 0, "a, b; c\t| d");
        assert_text(corpus, 1, "plain");
        khl_corpus_destroy(corpus);
    }
}

/* Commas in bare cells outnumber the real separator. */
static void commas_in_bare_cells_do_not_mislead(void **state)
{
    (void)state;
    khl_corpus *corpus = read_text("a.csv", "id (a, b);text\n1;one, two, three\n2;four, five, six\n");
    assert_int_equal(khl_corpus_input_at(corpus, 0)->separator, ';');
    assert_text(corpus, 1, "four, five, six");
    khl_corpus_destroy(corpus);
}

static void one_column_is_fine(void **state)
{
    (void)state;
    khl_corpus *corpus = read_text("a.csv", "text\nwater, light; roads\nschool\n");
    assert_int_equal(khl_corpus_input_at(corpus, 0)->separator, 0);
    assert_int_equal(khl_corpus_count(corpus), 2);
    assert_text(corpus, 0, "water, light; roads");
    assert_str(khl_corpus_at(corpus, 0)->id, "a.csv:2");
    khl_corpus_destroy(corpus);
}

static void the_separator_may_be_named_in_the_first_line(void **state)
{
    (void)state;
    khl_corpus *corpus = read_text("a.csv", "sep=|\r\nid|text\r\n1|a\r\n");
    assert_int_equal(khl_corpus_input_at(corpus, 0)->separator, '|');
    assert_int_equal(khl_corpus_at(corpus, 0)->row, 2);
    khl_corpus_destroy(corpus);
}

static void cells_stay_byte_for_byte(void **state)
{
    (void)state;
    khl_corpus *corpus = read_text(
        "a.csv", "id,text,note\r\n1,\"  two \"\"words\"\"\t\r\nnext \",\" n \"\r\n2,  bare \t, m\r\n");
    assert_text(corpus, 0, "  two \"words\"\t\r\nnext ");
    assert_text(corpus, 1, "  bare \t");
    assert_str(khl_corpus_cell(corpus, 0, "note", NULL), " n ");
    assert_str(khl_corpus_cell(corpus, 1, "note", NULL), " m");
    assert_int_equal(khl_corpus_at(corpus, 1)->row, 3);
    khl_corpus_destroy(corpus);
}

static void old_mac_line_ends(void **state)
{
    (void)state;
    khl_corpus *corpus = read_text("a.csv", "id,text\r1,one\r2,two\r");
    assert_int_equal(khl_corpus_count(corpus), 2);
    assert_int_equal(khl_corpus_at(corpus, 1)->row, 3);
    khl_corpus_destroy(corpus);
}

/* Rows count as a spreadsheet shows them: blank ones count, but are no submissions. */
static void blank_rows(void **state)
{
    (void)state;
    khl_corpus *corpus = read_text("a.csv", "\nid,text\n\n1,one\n,\n  \n,,,,\n2,two\n\n");
    assert_int_equal(khl_corpus_received(corpus), 2);
    assert_int_equal(khl_corpus_at(corpus, 0)->row, 4);
    assert_int_equal(khl_corpus_at(corpus, 1)->row, 8);
    khl_corpus_destroy(corpus);
}

static void an_open_quote_is_reported_where_it_opened(void **state)
{
    (void)state;
    assert_refused("a.csv", "id,text\n1,one\n2,\"two\n3,three\n4,four\n", "csv.open_quote", 3, 2);
    assert_refused("a.csv", "id,text\n1,\"", "csv.open_quote", 2, 2);
    assert_refused("a.csv", "id,\"text\n1,a\n", "csv.open_quote", 1, 2);
}

static void a_quote_inside_a_cell(void **state)
{
    (void)state;
    assert_refused("a.csv", "id,text\n1,one\n2,say \"two\"\n", "csv.quote", 3, 2);
    assert_refused("a.csv", "id,text\n1,\"one\" two\n", "csv.quote", 2, 2);
    /* the stray quote of row 2 is ended by the first one of row 4 */
    assert_refused("a.csv", "id,text\n1,\"one\n2,two\n3,\"three\"\n", "csv.quote", 2, 2);
    khl_error err = refuse_bytes("a.csv", "id,text\n1,a\"b\n", 14);
    assert_int_equal(err.byte, 11);
}

static void swallowed_rows(void **state)
{
    (void)state;
    const char rows[] = "id,city,text\nK001,Tiflet,one\nK002,Tiflet,\"two\nK003,Rabat,three\nK004,Rabat,"
                        "four\"\nK005,Rabat,five\n";
    assert_refused("a.csv", rows, "csv.swallowed", 3, 3);
    assert_refused("a.csv", "id,text\n1,\"one\n2,two\n3,three\"\n4,four\n", "csv.swallowed", 2, 2);
    assert_refused("a.csv", "id;text;city\n1;\"one;Rabat\n2;two;Rabat\n3;three\";Rabat\n", "csv.swallowed", 2,
                   2);
    assert_refused("a.csv", "id,text\r\n1,\"one\r\n2,two\"\r\n4,four\r\n", "csv.swallowed", 2, 2);
    assert_refused("a.csv", "a,b,c,text\nx,y,z,\"one\np q,r,s,t\np q,r,s,t\np q,r,s,t\"\n", "csv.swallowed",
                   2, 4);
}

/* What people do write in one cell: letters, lists, addresses, a poem. */
static void letters_with_line_breaks_pass(void **state)
{
    (void)state;
    static const char *const letters[] = {
        "Bonjour,\nnous demandons, avec respect, un centre.\nMerci,\nl'association",
        "1. school\n2. road\n3. water",
        "1, school\n2, road\n3, water",
        "12, rue X\n15000, Khemisset",
        "السلام عليكم،\nنطلب ما يلي:\n- مدرسة، مستوصف\n- ملعب\n\nوشكرا",
        "one\n\n\ntwo",
        "a;b;c\nd;e;f\ng",
    };
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        char text[600];
        snprintf(text, sizeof text, "id,text\n7,\"%s\"\n8,next\n", letters[i]);
        khl_corpus *corpus = read_text("a.csv", text);
        assert_int_equal(khl_corpus_count(corpus), 2);
        assert_text(corpus, 0, letters[i]);
        khl_corpus_destroy(corpus);
    }
}

static void long_rows(void **state)
{
    (void)state;
    assert_refused("a.csv", "id,text\n1,one\n2,two,three\n", "csv.long_row", 3, 3);
    assert_refused("a.csv", "id,text\n1,one,\n", "csv.long_row", 2, 3);
}

static void short_rows(void **state)
{
    (void)state;
    khl_corpus *corpus = read_text("a.csv", "id,text,city,axis\n1,one,Rabat,2\n2,two\n3,three,Rabat\n");
    assert_int_equal(khl_corpus_count(corpus), 3);
    assert_str(khl_corpus_at(corpus, 1)->city, "");
    assert_str(khl_corpus_at(corpus, 2)->city, "Rabat");
    khl_corpus_destroy(corpus);
    assert_refused("a.csv", "id,city,text\n1,Rabat,one\n2,Rabat\n", "csv.short_row", 3, 3);
    assert_refused("a.csv", "id,city,text\n1\n", "csv.short_row", 2, 2);
}

static void a_row_broken_by_a_line_end(void **state)
{
    (void)state;
    assert_refused("a.csv", "id,text,city,axis\n1,we want\na new road,Rabat,2\n2,two,Rabat,3\n",
                   "csv.broken_row", 2, 2);
}

static void headers(void **state)
{
    (void)state;
    assert_refused("a.csv", "id,text\n", "input.header_only", 1, 0);
    assert_refused("a.csv", "id,text", "input.header_only", 1, 0);
    assert_refused("a.csv", "id,text,Text *\n1,a,b\n", "columns.repeated", 1, 3);
    khl_error err = refuse_bytes("a.csv", "number,words\n1,one\n", 19);
    assert_string_equal(err.id, "columns.no_text");
    assert_non_null(strstr(err.message, "number, words"));
    assert_non_null(strstr(err.message, "text"));
    /* twice a name that means nothing is no harm */
    khl_corpus *corpus = read_text("a.csv", "id,note,note,text,\n1,a,b,c,\n");
    assert_str(khl_corpus_cell(corpus, 0, "note", NULL), "a");
    khl_corpus_destroy(corpus);
}

static void a_title_alone_is_the_text(void **state)
{
    (void)state;
    khl_corpus *corpus = read_text("a.csv", "id,title,text\n1,short,long\n2,only, \n");
    assert_str(khl_corpus_at(corpus, 0)->title, "short");
    assert_text(corpus, 1, "only");
    assert_str(khl_corpus_at(corpus, 1)->title, "");
    khl_corpus_destroy(corpus);
    corpus = read_text("a.csv", "id,title\n1,short\n");
    assert_text(corpus, 0, "short");
    khl_corpus_destroy(corpus);
}

static void long_cells(void **state)
{
    (void)state;
    size_t n = (size_t)10 << 20;
    char *text = malloc(n + 32);
    assert_non_null(text);
    size_t head = (size_t)sprintf(text, "id,text\n1,a\n2,");
    memset(text + head, 'x', n);
    khl_error err = refuse_bytes("a.csv", text, head + n);
    assert_string_equal(err.id, "input.long_cell");
    assert_non_null(strstr(err.message, "cell longer than"));
    assert_int_equal(err.row, 3);
    assert_int_equal(err.column, 2);
    free(text);

    khl_read_options options = KHL_READ_OPTIONS_INIT;
    options.max_cell_bytes = 4;
    khl_corpus *corpus = new_corpus();
    assert_int_equal(khl_corpus_read(corpus, write_file("b.csv", "text\nabcd\n", 10), &options, NULL),
                     KHL_OK);
    assert_int_equal(khl_corpus_read(corpus, write_file("c.csv", "text\nabcde\n", 11), &options, &err),
                     KHL_E_INPUT);
    assert_int_equal(err.row, 2);
    khl_corpus_destroy(corpus);
}

static void tag_rows_are_set_aside(void **state)
{
    (void)state;
    khl_corpus *corpus = read_text("a.csv", "text;city\n#proposal;#loc\na school;Rabat\n#1 road;Rabat\n");
    assert_int_equal(khl_corpus_count(corpus), 2);
    assert_str(khl_corpus_aside_at(corpus, 0)->reason, "tag-row");
    khl_corpus_destroy(corpus);
}

static void kinds_by_name_and_content(void **state)
{
    (void)state;
    static const struct {
        const char *name, *text, *kind;
    } files[] = {
        {"a.TSV", "id\ttext\n1\tone, two\n", "tsv"},
        {"a.txt", "id\ttext\n1\tone\n", "tsv"},
        {"a.txt", "text\nmore text\n", "txt"},
        {"a", "id;text\n1;one\n", "csv"},
        {"a", "plain words\nmore\n", "txt"},
        {"a", "[{\"text\":\"one\"}]", "json"},
        {"a", "{\"text\":\"one\"}\n{\"text\":\"two\"}\n", "jsonl"},
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        khl_corpus *corpus = read_text(files[i].name, files[i].text);
        assert_str(khl_corpus_input_at(corpus, 0)->kind, files[i].kind);
        khl_corpus_destroy(corpus);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_row),
        cmocka_unit_test(separators_are_found),
        cmocka_unit_test(commas_in_bare_cells_do_not_mislead),
        cmocka_unit_test(one_column_is_fine),
        cmocka_unit_test(the_separator_may_be_named_in_the_first_line),
        cmocka_unit_test(cells_stay_byte_for_byte),
        cmocka_unit_test(old_mac_line_ends),
        cmocka_unit_test(blank_rows),
        cmocka_unit_test(an_open_quote_is_reported_where_it_opened),
        cmocka_unit_test(a_quote_inside_a_cell),
        cmocka_unit_test(swallowed_rows),
        cmocka_unit_test(letters_with_line_breaks_pass),
        cmocka_unit_test(long_rows),
        cmocka_unit_test(short_rows),
        cmocka_unit_test(a_row_broken_by_a_line_end),
        cmocka_unit_test(headers),
        cmocka_unit_test(a_title_alone_is_the_text),
        cmocka_unit_test(long_cells),
        cmocka_unit_test(tag_rows_are_set_aside),
        cmocka_unit_test(kinds_by_name_and_content),
    };
    return cmocka_run_group_tests(tests, make_dir, remove_dir);
}
