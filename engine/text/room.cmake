khl_room(text
  SOURCES normalise.c properties.c scan_address.c scan_number.c segment.c sites.c stream.c
          lexicon.c lexicon_compile.c lexicon_words.c lexicon_places.c attested.c
          citations.c cut.c cut_cues.c cut_lists.c cut_prose.c cut_view.c focus.c acts.c
          clitics.c concept_keys.c concept_steps.c concepts.c concepts_compile.c stem.c stemmers.c parse.c lang.c places.c known_names.c questions.c word_cache.c names.c roads.c sound.c dates.c numbers.c features.c text.c
  USES base
  PACKAGES PkgConfig::ICU khl_libstemmer)
