pkg_check_modules(LIBZIP REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson)
khl_unit_test(office test_xlsx.c test_ods.c test_docx.c test_refused.c test_written_elsewhere.c test_edited_docx.c test_edited_xlsx.c)
foreach(name IN ITEMS test_xlsx test_ods test_docx test_refused test_written_elsewhere)
  target_link_libraries(test_office_${name} PRIVATE PkgConfig::LIBZIP)
  add_dependencies(test_office_${name} khulasa_office)
endforeach()

foreach(name IN ITEMS test_edited_docx test_edited_xlsx)
  target_link_libraries(test_office_${name} PRIVATE PkgConfig::LIBZIP PkgConfig::JANSSON)
  target_include_directories(test_office_${name} PRIVATE ${PROJECT_SOURCE_DIR}/engine/decisions)
  add_dependencies(test_office_${name} khulasa_office khulasa_docx khulasa_xlsx)
endforeach()

# Says what of a document that was read back differs from what was handed out: office_readback FILE...
add_executable(office_readback unit/office/readback.c)
target_link_libraries(office_readback PRIVATE khl_flags khulasa_static PkgConfig::JANSSON)
target_include_directories(office_readback PRIVATE ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/engine/base
  ${PROJECT_SOURCE_DIR}/engine/decisions)
target_compile_definitions(office_readback PRIVATE ${KHL_TEST_DEFINES})
add_dependencies(office_readback khulasa_office)
add_test(NAME unit/office/readback COMMAND sh ${CMAKE_CURRENT_LIST_DIR}/readback.sh $<TARGET_FILE:khulasa_program>
  $<TARGET_FILE:office_readback> ${PROJECT_SOURCE_DIR}/corpora)
set_tests_properties(unit/office/readback PROPERTIES LABELS unit TIMEOUT 300)
