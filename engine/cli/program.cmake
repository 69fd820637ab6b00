# The program: it sees public headers and base, and nothing of the other rooms.
add_executable(khulasa_program
  ${CMAKE_CURRENT_LIST_DIR}/args.c ${CMAKE_CURRENT_LIST_DIR}/command_analyze.c ${CMAKE_CURRENT_LIST_DIR}/command_condense.c
  ${CMAKE_CURRENT_LIST_DIR}/command_evaluate.c ${CMAKE_CURRENT_LIST_DIR}/command_train.c ${CMAKE_CURRENT_LIST_DIR}/main.c ${CMAKE_CURRENT_LIST_DIR}/program_input.c
  ${CMAKE_CURRENT_LIST_DIR}/say.c)
set_target_properties(khulasa_program PROPERTIES OUTPUT_NAME khulasa)
target_include_directories(khulasa_program PRIVATE ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/engine/base)
target_link_libraries(khulasa_program PRIVATE khl_flags khulasa_static PkgConfig::JANSSON)
