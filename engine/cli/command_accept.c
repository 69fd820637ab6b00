/* khulasa accept: the committee's edited document back in, as decisions in a log. */
#include "accept_list.h"

#include "error.h"
#include "str.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

static const khl_option OPTIONS[] = {
    {"decisions", 0, "LOG", "cli.accept.option.decisions"},
    {"by", 0, "NAME", "cli.accept.option.by"},
    {"date", 0, "DATE", "cli.accept.option.date"},
    {"new-authorities", 0, NULL, "cli.accept.option.new_authorities"},
    {"overrule", 0, NULL, "cli.accept.option.overrule"},
    {"dry-run", 0, NULL, "cli.accept.option.dry_run"},
    {NULL, 0, NULL, NULL},
};

/* A log begins with its first decision. */
static khl_status open_log(khl_program *p, const char *path, khl_decisions **out)
{
    *out = NULL;
    if (path == NULL)
        return KHL_FAIL(&p->err, KHL_E_ARGUMENT, "cli.accept.no_log",
                        "name the log of decisions: --decisions LOG; it is begun where there is none");
    if (p->args.n_operands != 1)
        return KHL_FAIL(&p->err, KHL_E_ARGUMENT, "cli.accept.one_document",
                        "name one document, as the committee gave it back; see {0} accept --help",
                        p->face->name);
    return access(path, F_OK) == 0 ? khl_decisions_read(out, path, &p->err)
                                   : khl_decisions_create(out, &p->err);
}

/* A log tells when something was decided; --date says it for those who want the same bytes again. */
static const char *time_of(const khl_program *p, char out[32])
{
    const char *date = khl_args_value(&p->args, "date");
    time_t now = time(NULL);
    struct tm *utc = gmtime(&now);
    if (date != NULL) return date;
    return utc != NULL && strftime(out, 32, "%Y-%m-%dT%H:%M:%SZ", utc) > 0 ? out : NULL;
}

static void put(const khl_buf *text, FILE *to)
{
    if (khl_buf_ok(text) && text->n > 0) fwrite(text->p, 1, text->n, to);
}

/* All of it stands on the screen before any of it is written. */
static khl_status show(khl_program *p, const khl_accepted *accepted)
{
    khl_buf list = KHL_BUF_INIT, odd = KHL_BUF_INIT;
    khl_put_accepted(&list, p, accepted, true);
    khl_put_accepted(&odd, p, accepted, false);
    bool ok = khl_buf_ok(&list) && khl_buf_ok(&odd);
    put(&list, stdout);
    fflush(stdout);
    if (ok && odd.n > 0) KHL_SAY(p, "cli.accept.not_understood", NULL);
    put(&odd, stderr);
    khl_buf_clear(&list);
    khl_buf_clear(&odd);
    return ok ? KHL_OK : khl_fail_memory(&p->err);
}

static void report(khl_program *p, const khl_accepted *accepted, const char *log, bool dry)
{
    char changes[24], decisions[24], odd[24];
    size_t n_changes = 0, n_decisions = 0, n_odd = 0;
    for (size_t i = 0; i < khl_accepted_count(accepted); i++) {
        const khl_accept_item *item = khl_accepted_at(accepted, i);
        n_decisions += item->n_decisions;
        n_changes += item->n_decisions > 0;
        n_odd += !khl_accept_is_understood(item->what);
    }
    snprintf(changes, sizeof changes, "%zu", n_changes);
    snprintf(decisions, sizeof decisions, "%zu", n_decisions);
    snprintf(odd, sizeof odd, "%zu", n_odd);
    if (n_decisions == 0)
        KHL_SAY(p, "cli.accept.nothing", log);
    else
        KHL_SAY(p, dry ? "cli.accept.would" : "cli.accept.written", changes, decisions, log);
    if (n_odd > 0) KHL_SAY(p, "cli.accept.odd", odd);
}

static khl_status accept_document(khl_program *p, khl_decisions *log, khl_accepted **out)
{
    char now[32];
    khl_accept_options options = {.by = khl_args_value(&p->args, "by"),
                                  .time = time_of(p, now),
                                  .new_bodies = khl_args_flag(&p->args, "new-authorities"),
                                  .overrule = khl_args_flag(&p->args, "overrule")};
    return khl_accept(out, log, p->args.operands[0], p->models, &options, &p->err);
}

static int run(khl_program *p)
{
    const char *path = khl_args_value(&p->args, "decisions");
    bool dry = khl_args_flag(&p->args, "dry-run");
    khl_decisions *log = NULL;
    khl_accepted *accepted = NULL;
    khl_status status = open_log(p, path, &log);
    size_t before = status == KHL_OK ? khl_decisions_count(log) : 0;
    if (status == KHL_OK) status = accept_document(p, log, &accepted);
    if (status == KHL_OK) status = show(p, accepted);
    if (status == KHL_OK && !dry && khl_decisions_count(log) > before)
        status = khl_decisions_write(log, path, &p->err);
    if (status == KHL_OK) report(p, accepted, path, dry);
    khl_accepted_destroy(accepted);
    khl_decisions_destroy(log);
    return status == KHL_OK ? KHL_EXIT_DONE : khl_say_error(p);
}

const khl_command KHL_ACCEPT = {"accept", "DOCUMENT --decisions LOG", OPTIONS, run};
