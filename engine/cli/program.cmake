# The program: it sees public headers, base and what programs share, and nothing of the other rooms.
set(here ${CMAKE_CURRENT_LIST_DIR})
add_executable(khulasa_program
  ${here}/accept_list.c ${here}/command_accept.c ${here}/command_analyze.c ${here}/command_compare.c ${here}/compare_json.c
  ${here}/compare_table.c ${here}/command_condense.c ${here}/command_evaluate.c
  ${here}/command_train.c ${here}/main.c
  ${here}/command_index.c ${here}/command_join.c ${here}/command_similar.c ${here}/similar_mask.c ${here}/similar_table.c ${here}/cells.c
  ${here}/command_preview.c ${here}/preview_json.c ${here}/preview_table.c ${here}/train_idf.c ${here}/figures.c)
set_target_properties(khulasa_program PROPERTIES OUTPUT_NAME khulasa)
target_include_directories(khulasa_program PRIVATE ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/engine/base)
khl_link_program(khulasa_program)
include(${here}/bench.cmake)

# Manual pages, made of the program's own help: khulasa.1 and one page a command.
set(man_folder ${PROJECT_BINARY_DIR}/share/man/man1)
add_custom_command(OUTPUT ${man_folder}/khulasa.1
  COMMAND sh ${khl_man}/man.sh $<TARGET_FILE:khulasa_program> ${PROJECT_BINARY_DIR}/share/khulasa/khulasa.models ${man_folder}
    "condense civic proposals, Arabic first" khulasa-fleet
  DEPENDS khulasa_program ${PROJECT_BINARY_DIR}/share/khulasa/khulasa.models ${khl_man}/man.sh ${khl_man}/man.awk
  COMMENT "Making the manual pages" VERBATIM)
add_custom_target(manual ALL DEPENDS ${man_folder}/khulasa.1)
install(DIRECTORY ${man_folder}/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 FILES_MATCHING PATTERN "*.1")

# For those who embed the library. The folder may be moved: paths are told from that of the file itself.
file(RELATIVE_PATH KHL_PC_UP /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(${PROJECT_SOURCE_DIR}/engine/khulasa.pc.in ${PROJECT_BINARY_DIR}/khulasa.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/khulasa.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
