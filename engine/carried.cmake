# What the programs are linked with: their own library and, where the archives are there, those of the libraries it
# uses. A run of forty proposals takes some twenty milliseconds, and loading ten shared libraries would be five of them.
# libcsv stays shared (LGPL), as do the C library and OpenBLAS, which is opened when a product needs it.
option(KHL_CARRY_LIBRARIES "Link the programs with archives of ICU, libstemmer, jansson, yajl and libmd: a faster start" ON)
if(KHL_SANITIZE)
  set(KHL_CARRY_LIBRARIES OFF)
endif()

# khl_carry(TARGET ARCHIVE...): the archives, when all are there; else the shared library that TARGET names.
set(carried "")
function(khl_carry shared)
  set(found "")
  foreach(archive IN LISTS ARGN)
    execute_process(COMMAND ${CMAKE_C_COMPILER} -print-file-name=lib${archive}.a OUTPUT_VARIABLE path
                    OUTPUT_STRIP_TRAILING_WHITESPACE)
    if(KHL_CARRY_LIBRARIES AND IS_ABSOLUTE "${path}")
      list(APPEND found ${path})
    endif()
  endforeach()
  list(LENGTH found n_found)
  list(LENGTH ARGN n_wanted)
  if(NOT n_found EQUAL n_wanted)
    set(found ${shared})
  endif()
  set(carried ${carried} ${found} PARENT_SCOPE)
endfunction()
khl_carry(PkgConfig::ICU icuuc icudata stdc++)
khl_carry(PkgConfig::JANSSON jansson)
khl_carry(PkgConfig::YAJL yajl_s)
khl_carry(PkgConfig::LIBMD md)
khl_carry(khl_libstemmer stemmer)

function(khl_link_program target)
  add_dependencies(${target} khulasa_static)
  set_property(TARGET ${target} APPEND PROPERTY LINK_DEPENDS $<TARGET_FILE:khulasa_static>)
  target_link_libraries(${target} PRIVATE khl_flags khl_program $<TARGET_FILE:khulasa_static> ${carried} khl_libcsv
    ${CMAKE_DL_LIBS} Threads::Threads m)
  target_link_options(${target} PRIVATE -Wl,--as-needed -static-libgcc)
endfunction()
