khl_unit_test(compare test_cities.c test_compare.c test_index.c test_index_brief.c test_pairs.c test_similar.c)
