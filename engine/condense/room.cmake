khl_room(condense SOURCES analyse.c assign.c authorities.c cut.c compare.c compare_large.c condense.c describe.c evaluate.c finish.c group.c join.c link_cities.c rank.c train_axes.c train_background.c train_collect.c train_join.c train_match.c train_write.c train_rank.c train_validate.c
         USES base corpus text vector search match cluster classify shortlist models compare)
