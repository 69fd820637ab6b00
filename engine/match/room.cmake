khl_room(match SOURCES aside.c background.c evidence.c explain.c links.c matcher.c model.c places_agree.c slots.c train.c USES base text vector)
