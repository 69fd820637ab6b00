# The workbook. zlib is used to look at what was made (package.c).
pkg_check_modules(XLSXWRITER REQUIRED IMPORTED_TARGET xlsxwriter)
pkg_check_modules(ZLIB REQUIRED IMPORTED_TARGET zlib)
khl_module(xlsx
  SOURCES write_xlsx.c book.c book_files.c cell_text.c package.c sheet.c sheet_elsewhere.c sheet_entries.c sheet_members.c sheet_review.c sheet_changes.c sheet_keys.c
  USES shortlist export
  PACKAGES PkgConfig::XLSXWRITER PkgConfig::ZLIB)
