set(flags "")
if(KHL_SANITIZE)
  set(flags "-fsanitize=${KHL_SANITIZE}")
endif()
add_test(NAME install/embed COMMAND ${CMAKE_COMMAND} -E env "KHL_TEST_FLAGS=${flags}"
  sh ${CMAKE_CURRENT_LIST_DIR}/run.sh ${CMAKE_COMMAND} ${CMAKE_C_COMPILER} ${PROJECT_BINARY_DIR} ${PROJECT_SOURCE_DIR})
set_tests_properties(install/embed PROPERTIES LABELS install TIMEOUT 300 SKIP_RETURN_CODE 77)
