khl_room(shortlist SOURCES build.c check.c title.c USES base corpus text)
