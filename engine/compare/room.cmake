# Pairs without a collection, and collections of different cities.
khl_room(compare SOURCES cities.c collection.c compare.c index.c index_ask.c index_demands.c index_find.c index_update.c index_write.c others.c pair_file.c pairs.c rows.c index_segment.c index_segment_write.c similar.c
         USES base corpus text vector search match models)
