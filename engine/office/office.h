/* The readers of the files of office programs: a module of the room corpus, which finds them by
 * khl_module_find("office", ...). */
#ifndef KHL_OFFICE_H
#define KHL_OFFICE_H

#include "office_book.h"
#include "office_package.h"
#include "office_readers.h"
#include "table.h"

/* Every sheet of a workbook. KHL_E_INPUT: damaged, protected, too large. */
khl_status khl_read_xlsx(khl_book *book, khl_package *package, khl_error *err);
khl_status khl_read_ods(khl_book *book, khl_package *package, khl_error *err);
khl_status khl_read_xls(khl_book *book, khl_str bytes, khl_error *err);

/* The sheet that holds the proposals, as a table: the one that is named, or else the only visible one with a
 * row, among the first ones, that names a column for the text or the title. Rows above that one are no
 * submissions. A sheet of repeated answers (KoboToolbox: _parent_index) gets the columns of the sheet it
 * belongs to. KHL_E_INPUT: two sheets could be meant, no sheet of that name. */
khl_status khl_book_choose(const khl_book *book, khl_office_task *task, khl_table *table, khl_error *err);

/* The rows of all sheets that name a column for the text, their columns joined by their names; *found tells
 * whether there is any. For the tables of a letter, which often come one an axis. */
khl_status khl_book_gather(const khl_book *book, const khl_office_task *task, khl_table *table, bool *found,
                           khl_error *err);

/* A letter: a proposal a paragraph, or the rows of its tables when they name a column for the text. Rows are
 * the numbers of paragraphs. */
khl_status khl_read_docx(khl_package *package, const khl_office_task *task, khl_table *table, khl_error *err);

/* The text layer of a PDF, by the program pdftotext, read as plain text. */
khl_status khl_read_pdf(khl_str bytes, const khl_office_task *task, khl_table *table, khl_error *err);

/* Is it the container of before 2007? Which file it holds; KHL_E_INPUT for one that is not read: protected by
 * a password, or a letter. */
bool khl_office_is_compound(khl_str bytes);
khl_status khl_office_compound_kind(khl_str bytes, const char **kind, khl_error *err);

#endif
