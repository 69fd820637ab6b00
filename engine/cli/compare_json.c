/* JSON of a judged pair. */
#include "compare_table.h"

#include "khulasa/export.h"
#include "str.h"

#include <stdlib.h>

void khl_put_judgement(khl_json *json, const khl_explanation *x)
{
    char *why = NULL;
    size_t n = 0;
    khl_json_put_real(json, "probability", x->probability, 4);
    khl_json_put_text(json, "verdict", khl_str_from(khl_verdict_name(x->verdict)));
    khl_status status = khl_export_why(&x->why, &why, &n, json->err);
    khl_json_key(json, "why");
    khl_json_made(json, (khl_str){why, n});
    if (json->status == KHL_OK) json->status = status;
    free(why);
}
