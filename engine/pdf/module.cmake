pkg_check_modules(PANGOCAIRO REQUIRED IMPORTED_TARGET pangocairo cairo-pdf harfbuzz fribidi)
khl_module(pdf
  SOURCES write_pdf.c pdf_type.c pdf_line.c pdf_atoms.c pdf_block.c pdf_paper.c pdf_front.c pdf_contents.c pdf_entries.c pdf_annex.c pdf_changes.c
  USES shortlist export
  PACKAGES PkgConfig::PANGOCAIRO)
