# khulasa-fleet: it sees public headers and base, as the other program does; drivers go beside it.
set(fleet_here ${CMAKE_CURRENT_LIST_DIR})
add_executable(khulasa_fleet ${fleet_here}/collection.c ${fleet_here}/line.c ${fleet_here}/main.c ${fleet_here}/words.c)
set_target_properties(khulasa_fleet PROPERTIES OUTPUT_NAME khulasa-fleet)
target_include_directories(khulasa_fleet PRIVATE ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/engine/base)
target_link_libraries(khulasa_fleet PRIVATE khl_flags khulasa_static)
install(TARGETS khulasa_fleet)
install(PROGRAMS ${fleet_here}/drivers/khulasa-fleet-dask ${fleet_here}/drivers/khulasa-fleet-slurm TYPE BIN)
