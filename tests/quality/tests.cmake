add_test(NAME quality/corpora COMMAND sh ${CMAKE_CURRENT_LIST_DIR}/run.sh $<TARGET_FILE:khulasa_program> ${PROJECT_SOURCE_DIR})
set_tests_properties(quality/corpora PROPERTIES LABELS quality TIMEOUT 120)

# a noisy twin of each collection loses at most 0.02 pair F1; and the scripts that measure
find_program(KHL_PYTHON3 NAMES python3 HINTS /usr/bin) # that of the scripts, which may have scikit-learn
if(KHL_PYTHON3)
  add_test(NAME quality/noise COMMAND ${KHL_PYTHON3} -B ${PROJECT_SOURCE_DIR}/bench/quality/noise_loss.py
    --program $<TARGET_FILE:khulasa_program> --seeds 4 --limit 0.02)
  add_test(NAME quality/scripts COMMAND ${KHL_PYTHON3} -B ${CMAKE_CURRENT_LIST_DIR}/test_scripts.py
    $<TARGET_FILE:khulasa_program> ${PROJECT_SOURCE_DIR})
  add_test(NAME quality/concepts COMMAND ${KHL_PYTHON3} -B ${CMAKE_CURRENT_LIST_DIR}/concepts.py
    $<TARGET_FILE:khulasa_program> ${PROJECT_SOURCE_DIR})
  set_tests_properties(quality/noise quality/scripts quality/concepts PROPERTIES LABELS quality TIMEOUT 300)
  set_tests_properties(quality/concepts PROPERTIES SKIP_RETURN_CODE 77)
else()
  message(STATUS "there is no python3: the tests quality/noise, quality/scripts and quality/concepts are left out")
endif()
