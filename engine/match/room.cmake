khl_room(match SOURCES evidence.c explain.c matcher.c model.c slots.c train.c USES base text vector)
