# Many machines, played by processes on loopback. The Python is that of the system, which sees Debian's packages.
find_program(KHL_SYSTEM_PYTHON3 NAMES python3 PATHS /usr/bin NO_DEFAULT_PATH)
if(KHL_SYSTEM_PYTHON3)
  foreach(suite IN ITEMS ByHand Dask)
    string(TOLOWER ${suite} name)
    add_test(NAME fleet/${name} COMMAND ${KHL_SYSTEM_PYTHON3} -B ${CMAKE_CURRENT_LIST_DIR}/test_fleet.py
      $<TARGET_FILE_DIR:khulasa_fleet> ${PROJECT_SOURCE_DIR} ${suite})
    set_tests_properties(fleet/${name} PROPERTIES LABELS fleet TIMEOUT 300 SKIP_RETURN_CODE 77)
  endforeach()
else()
  message(STATUS "there is no /usr/bin/python3: the tests of fleet are left out")
endif()
