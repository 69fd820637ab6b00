khl_room(export
  SOURCES export.c baseline.c by_authority.c csv_cells.c doc_words.c doc_script.c concordance.c markup.c natural.c shown.c change_rows.c json_changes.c write_json.c write_csv.c write_html.c write_decidim.c write_pack.c html_front.c html_find.c html_entries.c html_why.c html_annex.c html_associations.c html_letters.c html_map.c html_trees.c html_changes.c
  USES base shortlist)

# The style and the few lines of script of the page, as bytes in a generated source.
set(khl_page_assets ${CMAKE_CURRENT_BINARY_DIR}/page_assets.c)
add_custom_command(OUTPUT ${khl_page_assets}
  COMMAND ${CMAKE_COMMAND} -D FOLDER=${CMAKE_CURRENT_LIST_DIR}/html -D OUT=${khl_page_assets}
          -P ${CMAKE_CURRENT_LIST_DIR}/embed.cmake
  DEPENDS ${CMAKE_CURRENT_LIST_DIR}/embed.cmake ${CMAKE_CURRENT_LIST_DIR}/html/palette.css ${CMAKE_CURRENT_LIST_DIR}/html/page.css
          ${CMAKE_CURRENT_LIST_DIR}/html/changes.css
          ${CMAKE_CURRENT_LIST_DIR}/html/page.js
  COMMENT "Embedding the page of the html export" VERBATIM)
target_sources(khl_export PRIVATE ${khl_page_assets})
