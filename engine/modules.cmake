# Rooms that are loaded when they are first needed (base/module.h): each a shared object of its own in LIBDIR/khulasa, with what
# it uses of the engine inside, so that the libraries of a document format cost nothing to those who do not ask for it.
#
# khl_module(NAME SOURCES ... USES rooms PACKAGES targets): LIBDIR/khulasa/NAME.so of engine/NAME.
function(khl_module name)
  cmake_parse_arguments(MODULE "" "" "SOURCES;USES;PACKAGES" ${ARGN})
  list(TRANSFORM MODULE_SOURCES PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/${name}/)
  add_library(khulasa_${name} MODULE ${MODULE_SOURCES})
  set_target_properties(khulasa_${name} PROPERTIES PREFIX "" OUTPUT_NAME ${name}
    LIBRARY_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/${CMAKE_INSTALL_LIBDIR}/khulasa)
  target_include_directories(khulasa_${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/${name} ${PROJECT_SOURCE_DIR}/include)
  foreach(room IN LISTS MODULE_USES ITEMS base)
    target_include_directories(khulasa_${name} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR}/${room})
  endforeach()
  target_link_libraries(khulasa_${name} PRIVATE khl_flags khulasa_static ${MODULE_PACKAGES})
  target_link_options(khulasa_${name} PRIVATE -Wl,--as-needed -Wl,--exclude-libs,ALL)
  if(NOT KHL_SANITIZE) # whose functions the program brings
    target_link_options(khulasa_${name} PRIVATE -Wl,-z,defs)
  endif()
  install(TARGETS khulasa_${name} LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/khulasa)
endfunction()

foreach(room IN ITEMS office docx xlsx pdf)
  include(${CMAKE_CURRENT_SOURCE_DIR}/${room}/module.cmake OPTIONAL)
endforeach()
