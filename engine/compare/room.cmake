# Pairs without a collection, and collections of different cities.
khl_room(compare SOURCES compare.c pair_file.c pairs.c USES base text vector match models)
