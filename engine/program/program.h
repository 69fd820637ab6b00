/* What the programs share: a table of commands, their options, words, files in and out.
 *
 * To add a command to khulasa: write engine/cli/command_NAME.c with a khl_command, name it in command.h and
 * main.c, and its words in models/messages/cli.tsv (cli.NAME.summary, .text, .example). */
#ifndef KHL_PROGRAM_PROGRAM_H
#define KHL_PROGRAM_PROGRAM_H

#include "buf.h"
#include "khulasa/base.h"
#include "khulasa/condense.h"
#include "khulasa/corpus.h"
#include "khulasa/models.h"
#include "progress.h"

enum { KHL_EXIT_DONE = 0, KHL_EXIT_FAILED = 1, KHL_EXIT_USE = 2, KHL_EXIT_REFUSED = 3 };

/* One option; the table of a command parses its line and prints its help. */
typedef struct khl_option {
    const char *name; /* without dashes; NULL ends the table */
    char letter;      /* one-letter form, or 0 */
    const char
        *value; /* what its value is called in help; NULL for a flag; with "..." it may be given again */
    const char *help; /* message id */
} khl_option;

#define KHL_MAX_OPTIONS 32

/* A parsed line. values[i] belongs to options[i]: the text, "" for a flag that is set, NULL when absent. */
typedef struct khl_args {
    const khl_option *options;
    const char *values[KHL_MAX_OPTIONS];
    const char **operands; /* [n_operands], into argv */
    size_t n_operands;
    const char **list; /* [n_list] values of options that may be given again, option by option */
    size_t *list_of;   /* [n_list] the option of each, an index into options */
    size_t n_list;
} khl_args;

struct khl_command;

/* A program: what it is called and what it does. */
typedef struct khl_program_face {
    const char *name;  /* "khulasa" */
    const char *words; /* before the name of a command in the ids of its messages: "", or "fleet." */
    const struct khl_command *const *commands; /* NULL ends them */
} khl_program_face;

/* One run of a program. */
typedef struct khl_program {
    const khl_program_face *face;
    const struct khl_command *command;
    khl_args args;
    khl_models *models;
    khl_match_model match; /* that of --match FILE */
    const char *lang;      /* of messages */
    const char *doc_lang;  /* of documents: --lang, else Arabic */
    unsigned n_threads;
    bool quiet;
    khl_progress_bar bar;
    char stage[96];        /* the words beside the bar */
    khl_progress progress; /* step is NULL when quiet */
    khl_error err;
} khl_program;

typedef struct khl_command {
    const char *name;
    const char *operands;      /* for the usage line: "INPUT..." */
    const khl_option *options; /* besides the common ones */
    int (*run)(khl_program *program);
} khl_command;

extern const khl_option KHL_COMMON_OPTIONS[];

/* program.c: all of main. */
int khl_program_main(const khl_program_face *face, int argc, char **argv);

/* args.c: the value of an option, NULL when absent; the same as a checked number. */
const char *khl_args_value(const khl_args *args, const char *name);
bool khl_args_flag(const khl_args *args, const char *name);
/* All values of an option that may be given again, in the order of the line. */
const char *const *khl_args_list(const khl_args *args, const char *name, size_t *n);
/* One more of them; args->list and list_of have room for it. */
void khl_args_add(khl_args *args, size_t option, const char *value);
/* Both return false, with program->err filled, when the value is no number or out of range; absent: *out
 * untouched. */
bool khl_args_count(khl_program *program, const char *name, uint64_t least, uint64_t most, uint64_t *out);
bool khl_args_share(khl_program *program, const char *name, double *out);
/* A size in bytes, "512M" or "2G" (powers of 1024) or a bare number. */
bool khl_args_bytes(khl_program *program, const char *name, uint64_t *out);
khl_status khl_args_parse(khl_args *out, const khl_option *own, int argc, char **argv, khl_option *table,
                          khl_error *err);

/* say.c: words of the program, errors in the user's language, help. */
khl_str khl_say_word(const khl_program *program, const char *id);
/* A word of a table that goes to standard output, in the direction of its language; no line end. */
void khl_say_cell(const khl_program *program, const char *id);
/* The message with {0} {1} ... replaced; to standard error, with a line end; nothing when quiet. */
void khl_say(const khl_program *program, const char *id, const char *const *args, size_t n_args);
#define KHL_SAY(program, id, ...)                                                                            \
    khl_say((program), (id), (const char *const[]){__VA_ARGS__},                                             \
            sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))
/* One line on standard error for program->err; returns the exit code that fits it. */
int khl_say_error(const khl_program *program);
/* say.c, for help.c: the message with {0} {1} ... replaced and "\\n" broken, in the direction of its
 * language. */
void khl_say_put(khl_buf *out, const khl_program *program, const char *id, const char *const *args,
                 size_t n_args);

/* bidi.c: text of a right-to-left language, line by line, for a terminal. */
void khl_bidi_put(khl_buf *out, khl_str text);

/* help.c */
void khl_say_help(const khl_program *program, FILE *to);

/* Which sheet of a workbook. */
#define KHL_SHEET_OPTION                                                                                     \
    {                                                                                                        \
        "sheet", 0, "NAME", "cli.option.sheet"                                                               \
    }
/* The options that say how proposals are read, for the table of a command that reads them. */
#define KHL_READ_OPTIONS                                                                                     \
    {"map", 0, "FIELD=HEADER...", "cli.option.map"}, {"as", 0, "KIND", "cli.option.as"},                     \
        {"encoding", 0, "NAME", "cli.option.encoding"}, KHL_SHEET_OPTION
/* Files of other cities, beside the proposals that are condensed. */
#define KHL_ELSEWHERE_OPTION                                                                                 \
    {                                                                                                        \
        "elsewhere", 0, "FILE...", "cli.condense.option.elsewhere"                                           \
    }
#define KHL_PERSONS_OPTION                                                                                   \
    {                                                                                                        \
        "with-persons", 0, NULL, "cli.condense.option.with_persons"                                          \
    }
/* What --map, --as, --encoding and --sheet say, and the aliases of the models; borrowed from the program. */
void khl_program_read_options(const khl_program *program, khl_read_options *out);

/* notes.c: what people should know of inputs that were read, one line each: the platform they come from, and
 * what was decided there. */
void khl_program_put_notes(khl_buf *out, const khl_program *program, const khl_corpus *corpus, size_t input);
/* The same for all inputs, on standard error; nothing when quiet. */
void khl_program_say_inputs(const khl_program *program, const khl_corpus *corpus);

/* input.c, shared by commands that read proposals: all operands into a corpus. */
khl_status khl_program_read(khl_program *program, khl_corpus **out);
/* The options that say how proposals are condensed, for the table of a command that reads them. */
#define KHL_TASK_OPTIONS                                                                                     \
    {"axes", 0, "FILE", "cli.option.axes"}, {"axes-model", 0, "FILE", "cli.option.axes_model"},              \
        {"without-axes", 0, NULL, "cli.option.without_axes"}, {"match", 0, "FILE", "cli.option.match"},      \
        {"target", 0, "N", "cli.condense.option.target"},                                                    \
    {                                                                                                        \
        "probability", 0, "P", "cli.condense.option.probability"                                             \
    }
/* --target, --probability, --axes, --without-axes, --match and --threads. *axes is that of --axes FILE, or
 * NULL for the shipped ones; out borrows it, and program->match. */
khl_status khl_program_options(khl_program *program, khl_condense_options *out, khl_axes **axes);

/* The classifier of --axes-model FILE, NULL without; owned by the caller. */
khl_status khl_program_classifier(khl_program *program, khl_linear **out);

/* The earlier version of --since FILE, NULL without; owned by the caller. */
khl_status khl_program_previous(khl_program *program, khl_previous **out);

/* What condensing is given by a line: proposals, and its options with what they borrow. */
typedef struct khl_program_task {
    khl_condense_options options;
    khl_corpus *corpus;
    khl_axes *axes;
    khl_linear *classifier;
    khl_decisions *decisions;
    khl_previous *previous;
    khl_corpus *elsewhere; /* NULL: not asked for */
} khl_program_task;
/* On failure too, khl_program_task_clear is to be called; {0} may be cleared. */
khl_status khl_program_take(khl_program *program, khl_program_task *out);
void khl_program_task_clear(khl_program_task *task);

/* outputs.c: what --format and --output say of the files of a shortlist. */
typedef struct khl_program_files {
    const char *folder, *formats; /* "out"; names between commas, or "all" */
} khl_program_files;
/* KHL_E_ARGUMENT for a format that there is not: asked before there is anything to write. */
khl_status khl_program_files_of(khl_program *program, khl_program_files *out);
/* Whether a format is among them. */
bool khl_program_files_have(const khl_program_files *files, const char *format);
/* All appear, or none. */
khl_status khl_program_write(khl_program *program, const khl_shortlist *shortlist,
                             const khl_program_files *files);
/* The account of what was written. */
void khl_program_report(khl_program *program, const khl_shortlist *shortlist, const khl_program_files *files,
                        uint32_t target);

/* The analyser of --stemmer NAME, NULL for that of the models; owned by the caller. */
khl_status khl_program_text(khl_program *program, khl_text **out);

#endif
