add_test(NAME header/alone COMMAND sh ${CMAKE_CURRENT_LIST_DIR}/run.sh ${CMAKE_C_COMPILER} ${PROJECT_SOURCE_DIR})
set_tests_properties(header/alone PROPERTIES LABELS header TIMEOUT 120)
