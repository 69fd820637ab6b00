khl_unit_test(base test_memory.c test_str.c test_files.c test_frozen.c test_threads.c)
