# Pairs without a collection, and collections of different cities.
khl_room(compare SOURCES cities.c collection.c compare.c pair_file.c pairs.c similar.c
         USES base corpus text vector search match models)
