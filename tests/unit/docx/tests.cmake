khl_unit_test(docx test_docx.c)
target_link_libraries(test_docx_test_docx PRIVATE PkgConfig::LIBZIP PkgConfig::LIBXML2)
add_dependencies(test_docx_test_docx khulasa_docx)

add_test(NAME unit/docx/opens COMMAND sh ${CMAKE_CURRENT_LIST_DIR}/opens.sh $<TARGET_FILE:khulasa_program>
  ${PROJECT_SOURCE_DIR}/tests/cli/data/small.csv)
set_tests_properties(unit/docx/opens PROPERTIES LABELS unit TIMEOUT 120 SKIP_RETURN_CODE 77)
