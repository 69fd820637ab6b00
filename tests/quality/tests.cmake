add_test(NAME quality/corpora COMMAND sh ${CMAKE_CURRENT_LIST_DIR}/run.sh $<TARGET_FILE:khulasa_program> ${PROJECT_SOURCE_DIR})
set_tests_properties(quality/corpora PROPERTIES LABELS quality TIMEOUT 120)
