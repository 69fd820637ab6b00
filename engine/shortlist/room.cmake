khl_room(shortlist SOURCES annex.c build.c check.c entries.c references.c title.c USES base corpus text)
