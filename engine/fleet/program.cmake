# khulasa-fleet: it sees public headers, base and what programs share; drivers go beside it.
set(fleet_here ${CMAKE_CURRENT_LIST_DIR})
add_executable(khulasa_fleet ${fleet_here}/command_block.c ${fleet_here}/command_gather.c ${fleet_here}/command_jobs.c
  ${fleet_here}/command_plan.c ${fleet_here}/main.c ${fleet_here}/notes.c)
set_target_properties(khulasa_fleet PROPERTIES OUTPUT_NAME khulasa-fleet)
target_include_directories(khulasa_fleet PRIVATE ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/engine/base)
khl_link_program(khulasa_fleet)
install(TARGETS khulasa_fleet)
install(PROGRAMS ${fleet_here}/drivers/khulasa-fleet-dask ${fleet_here}/drivers/khulasa-fleet-slurm TYPE BIN)

# Its manual pages, behind the others: those are made anew as a whole.
add_custom_command(OUTPUT ${man_folder}/khulasa-fleet.1
  COMMAND sh ${khl_man}/man.sh $<TARGET_FILE:khulasa_fleet> ${PROJECT_BINARY_DIR}/share/khulasa/khulasa.models ${man_folder}
    "condense proposals on many machines" "khulasa khulasa-condense"
  DEPENDS khulasa_fleet ${man_folder}/khulasa.1 ${khl_man}/man.sh
  COMMENT "Making the manual pages of khulasa-fleet" VERBATIM)
add_custom_target(fleet_manual ALL DEPENDS ${man_folder}/khulasa-fleet.1)

# Drivers look for the program beside themselves.
foreach(driver IN ITEMS khulasa-fleet-dask khulasa-fleet-slurm)
  configure_file(${fleet_here}/drivers/${driver} ${CMAKE_RUNTIME_OUTPUT_DIRECTORY}/${driver} COPYONLY)
endforeach()
