khl_unit_test(decisions test_log.c)
khl_unit_test(decisions test_previous.c test_same_members.c)
