khl_room(match SOURCES aside.c background.c evidence.c evidence_list.c explain.c links.c matcher.c model.c slots.c train.c USES base text vector)
