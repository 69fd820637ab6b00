# What the programs share, linked into each; it sees public headers and base.
add_library(khl_program OBJECT program/args.c program/bidi.c program/help.c program/input.c program/notes.c program/outputs.c program/program.c program/say.c)
target_include_directories(khl_program PUBLIC program base ${PROJECT_SOURCE_DIR}/include)
target_link_libraries(khl_program PRIVATE khl_flags)
set(khl_man ${CMAKE_CURRENT_LIST_DIR}) # man.sh, man.awk
