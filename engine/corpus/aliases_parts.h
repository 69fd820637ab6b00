/* The inside of the header names: three frozen maps of the compiled models. */
#ifndef KHL_CORPUS_ALIASES_PARTS_H
#define KHL_CORPUS_ALIASES_PARTS_H

#include "aliases.h"
#include "frozen.h"

#define KHL_SECTION_MARKS "corpus.marks"
#define KHL_SECTION_PRIVATE "corpus.private"

struct khl_aliases {
    khl_frozen names; /* folded header -> rank in every field */
    khl_frozen marks; /* folded mark -> level */
    khl_frozen cues;  /* folded words before a private number -> khl_private_kind */
};

#endif
