khl_room(match SOURCES aside.c background.c deeds.c demand_rows.c evidence.c evidence_list.c explain.c freight_put.c freight_take.c kept_put.c kept_take.c kept_weigh.c kin.c links.c matcher.c matcher_stream.c model.c places_agree.c slots.c soft.c train.c units.c
         USES base text vector)
