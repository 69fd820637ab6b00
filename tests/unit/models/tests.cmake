khl_unit_test(models test_models.c)
