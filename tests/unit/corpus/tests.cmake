khl_unit_test(corpus test_encoding.c test_csv.c test_json_txt.c test_corpus.c test_aliases.c test_private.c test_platforms.c test_city_pack.c test_html_text.c)
