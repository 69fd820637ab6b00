khl_unit_test(search test_all_pairs.c test_all_pairs_hostile.c test_sides.c test_top_k.c test_dense_top_k.c test_join.c test_near.c)
