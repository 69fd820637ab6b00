khl_unit_test(shortlist test_check.c)
target_include_directories(test_shortlist_test_check PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/unit/export) # sample.h
