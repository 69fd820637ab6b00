# khulasa-generate: synthetic proposals with gold. Its vocabulary lies where it looks for it: ../share/khulasa/generate.
set(here ${CMAKE_CURRENT_LIST_DIR})
add_executable(khulasa_generate ${here}/generate_main.c ${here}/data.c ${here}/demand.c ${here}/draw.c
  ${here}/misspell.c ${here}/wording.c)
set_target_properties(khulasa_generate PROPERTIES OUTPUT_NAME khulasa-generate)
target_include_directories(khulasa_generate PRIVATE ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/engine/base)
target_link_libraries(khulasa_generate PRIVATE khl_flags khulasa_static)
file(GLOB vocabulary CONFIGURE_DEPENDS ${here}/*.tsv)
set(vocabulary_folder ${PROJECT_BINARY_DIR}/share/khulasa/generate)
add_custom_command(OUTPUT ${vocabulary_folder}/copied
  COMMAND ${CMAKE_COMMAND} -E make_directory ${vocabulary_folder}
  COMMAND ${CMAKE_COMMAND} -E copy ${vocabulary} ${vocabulary_folder}
  COMMAND ${CMAKE_COMMAND} -E touch ${vocabulary_folder}/copied
  DEPENDS ${vocabulary} COMMENT "Laying out the vocabulary of the generator" VERBATIM)
add_custom_target(generate_data ALL DEPENDS ${vocabulary_folder}/copied)
install(TARGETS khulasa_generate)
install(FILES ${vocabulary} DESTINATION ${CMAKE_INSTALL_DATADIR}/khulasa/generate)
