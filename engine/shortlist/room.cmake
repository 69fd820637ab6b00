khl_room(shortlist SOURCES annex.c build.c charts.c check_charts.c cuts.c order.c check.c entries.c ids.c privacy.c references.c title.c USES base corpus text)
