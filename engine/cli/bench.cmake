# khulasa bench, included by program.cmake.
target_sources(khulasa_program PRIVATE ${here}/command_bench.c ${here}/bench_suite.c ${here}/bench_process.c
  ${here}/bench_runs.c ${here}/bench_results.c ${here}/bench_compare.c ${here}/bench_page.c ${here}/bench_plots.c)
set(khl_bench_css ${CMAKE_CURRENT_BINARY_DIR}/bench_css.c)
add_custom_command(OUTPUT ${khl_bench_css}
  COMMAND ${CMAKE_COMMAND} -D PALETTE=${PROJECT_SOURCE_DIR}/engine/export/html/palette.css -D CSS=${here}/bench_page.css -D OUT=${khl_bench_css} -P ${here}/bench_css.cmake
  DEPENDS ${here}/bench_css.cmake ${here}/bench_page.css ${PROJECT_SOURCE_DIR}/engine/export/html/palette.css COMMENT "Embedding the page of khulasa bench" VERBATIM)
target_sources(khulasa_program PRIVATE ${khl_bench_css})
target_include_directories(khulasa_program PRIVATE ${here})
