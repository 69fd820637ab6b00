khl_room(decisions SOURCES edited.c previous.c same_members.c claim_ids.c USES base corpus classify models)
