khl_unit_test(export test_by_authority.c test_doc_words.c test_json.c test_csv.c test_html.c test_changes.c test_publish.c test_stream.c)

# Not a test: writes a shortlist of forty entries to look at. export_look LANG FORMAT > page.html
add_executable(export_look unit/export/look.c)
target_link_libraries(export_look PRIVATE khl_flags khulasa_static)
target_include_directories(export_look PRIVATE ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/engine/base)
target_compile_definitions(export_look PRIVATE ${KHL_TEST_DEFINES})
