khl_unit_test(condense test_condense.c test_cutting.c test_joining.c test_invariance.c test_rank.c test_evaluate.c test_embed.c test_training.c)
khl_unit_test(condense test_large.c)
target_include_directories(test_condense_test_large PRIVATE ${PROJECT_SOURCE_DIR}/engine/shortlist)
