/* Parts of the engine that are loaded when they are first needed, for the libraries they bring: a document
 * format costs nothing to those who do not ask for it. A module is a shared object of a room of its own
 * (khl_module in engine/modules.cmake), with the parts of the engine that it uses inside. */
#ifndef KHL_BASE_MODULE_H
#define KHL_BASE_MODULE_H

#include "khulasa/base.h"

/* The function `symbol` of module `name` ("docx"), looked for in a folder "khulasa" beside the library, in
 * the one that belongs to the program that runs, and where this build is installed. It stays loaded. Fails
 * with KHL_E_IO when the module, or a library that it needs, is not there. Safe from many threads. */
khl_status khl_module_find(const char *name, const char *symbol, void (**out)(void), khl_error *err);

#endif
