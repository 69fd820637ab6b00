khl_unit_test(decisions test_log.c test_names.c)
khl_unit_test(decisions test_previous.c test_same_members.c)
