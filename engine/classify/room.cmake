khl_room(classify SOURCES axes.c axis_model.c authorities.c authority_model.c USES base text vector)
