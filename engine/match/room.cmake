khl_room(match SOURCES evidence.c explain.c links.c matcher.c model.c slots.c train.c USES base text vector)
