khl_room(decisions SOURCES edited.c USES base corpus classify models)
