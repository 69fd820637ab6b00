# Fuzz targets. Every build runs them over their seeds (drive_files.c); -DKHL_FUZZ=ON with clang also builds
# fuzz_NAME for libFuzzer: bin/fuzz_text -max_len=4096 CORPUS tests/fuzz/seeds/text
option(KHL_FUZZ "Build the libFuzzer targets (needs clang)" OFF)

function(khl_fuzz name room seeds)
  set(targets fuzz_seeds_${name})
  add_executable(fuzz_seeds_${name} fuzz/fuzz_${name}.c fuzz/drive_files.c)
  if(KHL_FUZZ)
    add_executable(fuzz_${name} fuzz/fuzz_${name}.c)
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    list(APPEND targets fuzz_${name})
  endif()
  foreach(target IN LISTS targets)
    target_link_libraries(${target} PRIVATE khl_flags khulasa_static)
    target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/include ${PROJECT_SOURCE_DIR}/engine/base
      ${PROJECT_SOURCE_DIR}/engine/${room})
    target_compile_definitions(${target} PRIVATE ${KHL_TEST_DEFINES})
  endforeach()
  file(GLOB files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/tests/fuzz/seeds/${seeds}/*)
  add_test(NAME fuzz/${name} COMMAND fuzz_seeds_${name} ${files})
  set_tests_properties(fuzz/${name} PROPERTIES LABELS fuzz TIMEOUT 120)
endfunction()

khl_fuzz(text text text)
khl_fuzz(fold text text)
khl_fuzz(corpus corpus corpus)
