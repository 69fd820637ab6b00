khl_unit_test(shortlist test_check.c test_build.c test_title.c)
target_include_directories(test_shortlist_test_check PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/unit/export) # sample.h
