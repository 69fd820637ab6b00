khl_room(shortlist SOURCES annex.c build.c cuts.c order.c check.c entries.c privacy.c references.c title.c USES base corpus text)
