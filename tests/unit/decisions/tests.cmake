khl_unit_test(decisions test_log.c)
