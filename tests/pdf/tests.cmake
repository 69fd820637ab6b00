# What can be read out of shortlist.pdf, with the tools of Poppler (poppler-utils), which are left out where they are not.
find_program(KHL_PDF_PYTHON3 NAMES python3 HINTS /usr/bin)
if(KHL_PDF_PYTHON3)
  add_test(NAME pdf/read COMMAND ${KHL_PDF_PYTHON3} -B ${CMAKE_CURRENT_LIST_DIR}/test_read.py
    $<TARGET_FILE:khulasa_program> ${PROJECT_SOURCE_DIR})
  set_tests_properties(pdf/read PROPERTIES LABELS pdf TIMEOUT 120 SKIP_RETURN_CODE 77)
else()
  message(STATUS "there is no python3: the test pdf/read is left out")
endif()
