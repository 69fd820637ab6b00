add_test(NAME house/arrows COMMAND sh ${CMAKE_CURRENT_LIST_DIR}/arrows.sh ${PROJECT_SOURCE_DIR})
add_test(NAME house/messages COMMAND sh ${CMAKE_CURRENT_LIST_DIR}/messages.sh ${PROJECT_SOURCE_DIR})
set_tests_properties(house/arrows house/messages PROPERTIES LABELS house TIMEOUT 60)
