khl_unit_test(text test_normalise.c test_segment.c test_lexicon.c test_text_vectors.c test_clitics.c test_analysis.c
  test_places.c test_place_vectors.c test_quantities.c test_citations.c test_concepts.c test_cut.c test_focus.c test_letters.c test_shortcuts.c)
