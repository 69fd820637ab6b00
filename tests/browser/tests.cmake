# The page in a browser, as people use it. Without chromedriver or python3-selenium the test says so and is skipped.
find_program(KHL_SYSTEM_PYTHON NAMES python3 PATHS /usr/bin NO_DEFAULT_PATH)
if(KHL_SYSTEM_PYTHON)
  add_test(NAME browser/page COMMAND ${KHL_SYSTEM_PYTHON} ${CMAKE_CURRENT_LIST_DIR}/page.py
    $<TARGET_FILE:khulasa_program> ${PROJECT_SOURCE_DIR}/corpora/khemisset/proposals.csv)
  set_tests_properties(browser/page PROPERTIES LABELS browser TIMEOUT 180 SKIP_RETURN_CODE 77)
endif()
