khl_unit_test(match test_background.c test_deeds.c test_freight.c test_matcher.c test_explain.c test_model.c test_soft.c test_train.c test_units.c)
