pkg_check_modules(LIBZIP REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(EXPAT REQUIRED IMPORTED_TARGET expat)
pkg_check_modules(FREEXL REQUIRED IMPORTED_TARGET freexl)
khl_module(office
  SOURCES office.c office_archive.c office_package.c office_xml.c office_book.c office_choose.c office_number.c office_temporary.c docx_walk.c read_xlsx.c read_xlsx_parts.c read_ods.c read_xls.c read_docx.c read_pdf.c read_edited.c edited_take.c edited_letter.c edited_docx.c edited_xlsx.c edited_book.c edited_long.c edited_baseline.c
  USES corpus decisions
  PACKAGES PkgConfig::LIBZIP PkgConfig::EXPAT PkgConfig::FREEXL PkgConfig::JANSSON)
