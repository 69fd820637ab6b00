pkg_check_modules(LIBZIP REQUIRED IMPORTED_TARGET GLOBAL libzip)
pkg_check_modules(LIBXML2 REQUIRED IMPORTED_TARGET GLOBAL libxml-2.0)
khl_module(docx
  SOURCES write_docx.c docx_package.c docx_xml.c docx_parts.c docx_styles.c docx_text.c docx_marks.c docx_table.c docx_front.c docx_entries.c docx_annex.c docx_index.c docx_elsewhere.c docx_baseline.c docx_changes.c
  USES shortlist export
  PACKAGES PkgConfig::LIBZIP PkgConfig::LIBXML2)
