khl_room(models SOURCES compile.c messages.c models.c USES base corpus text vector match classify)
