khl_unit_test(pdf test_pdf.c)
target_include_directories(test_pdf_test_pdf PRIVATE ${PROJECT_SOURCE_DIR}/tests/unit/export)
add_dependencies(test_pdf_test_pdf khulasa_pdf)
