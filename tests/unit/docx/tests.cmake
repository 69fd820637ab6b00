khl_unit_test(docx test_docx.c test_docx_changes.c)
foreach(test IN ITEMS test_docx test_docx_changes)
  target_link_libraries(test_docx_${test} PRIVATE PkgConfig::LIBZIP PkgConfig::LIBXML2)
  add_dependencies(test_docx_${test} khulasa_docx)
endforeach()

add_test(NAME unit/docx/opens COMMAND sh ${CMAKE_CURRENT_LIST_DIR}/opens.sh $<TARGET_FILE:khulasa_program>
  ${PROJECT_SOURCE_DIR}/tests/cli/data/small.csv)
set_tests_properties(unit/docx/opens PROPERTIES LABELS unit TIMEOUT 120 SKIP_RETURN_CODE 77)
