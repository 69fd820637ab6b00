khl_room(decisions SOURCES edited.c log.c log_parse.c log_print.c log_shape.c replay.c links.c USES base corpus classify models PACKAGES PkgConfig::JANSSON)
