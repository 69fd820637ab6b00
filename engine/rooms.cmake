# The rooms below base, in the order of the house: a room may use those above it.
foreach(room IN ITEMS corpus text vector search match cluster classify shortlist export models decisions compare condense)
  include(${CMAKE_CURRENT_SOURCE_DIR}/${room}/room.cmake OPTIONAL)
endforeach()
