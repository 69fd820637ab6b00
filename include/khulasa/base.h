/* Status, errors, borrowed text and progress: what every other header needs.
 *
 * Conventions of the whole library: the out-parameter comes first; a function that can fail returns
 * khl_status and nothing else; the detail of a failure goes to an optional khl_error that the caller owns; on
 * failure *out is left NULL (or empty) and nothing needs to be freed. The library never prints, exits or
 * aborts and keeps no globals: two threads may use it at once as long as they share no handle that a function
 * takes non-const. Text is UTF-8 and is never assumed to end in NUL. */
#ifndef KHULASA_BASE_H
#define KHULASA_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define KHL_API __attribute__((visibility("default")))
#else
#define KHL_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define KHL_VERSION_MAJOR 0
#define KHL_VERSION_MINOR 1
#define KHL_VERSION_PATCH 0
#define KHL_VERSION "0.1.0"

/* The version of the library at run time, as "major.minor.patch". Static storage. */
KHL_API const char *khl_version(void);

typedef enum khl_status {
    KHL_OK = 0,
    KHL_E_MEMORY,   /* no memory, or a size beyond what was asked to be the limit */
    KHL_E_IO,       /* the system refused to open, read, write or rename; see message */
    KHL_E_INPUT,    /* the input cannot be used: it is malformed, empty, of a foreign kind */
    KHL_E_MODEL,    /* a model file or folder is missing, torn or does not fit this version */
    KHL_E_ARGUMENT, /* the caller asked for what has no meaning (negative size, unknown name) */
    KHL_E_CONFLICT, /* constraints or decisions contradict one another */
    KHL_E_ACCOUNT,  /* the closing account does not close: a fault of the program, never of the user */
    KHL_E_CANCELLED /* the progress callback asked to stop */
} khl_status;

/* Borrowed bytes: p may be NULL when n is 0. Lifetime is that of the owner named where one is returned. */
typedef struct khl_str {
    const char *p;
    size_t n; /* bytes */
} khl_str;

/* A name in the three languages of the program. */
typedef struct khl_name {
    khl_str ar, fr, en;
} khl_name;

#define KHL_ERROR_ARGS 3
#define KHL_ERROR_ARG_BYTES 160

/* What went wrong, and where. Plain data: initialise with {0}; nothing to free. Values are truncated on a
 * character boundary when they do not fit. `id` is stable and meant for translation: message is the English
 * text of that id with {0} {1} {2} replaced by args. */
typedef struct khl_error {
    khl_status code;
    char id[48];                                    /* "csv.open_quote"; empty when code is KHL_OK */
    char message[512];                              /* one English line, no final full stop, no position */
    char args[KHL_ERROR_ARGS][KHL_ERROR_ARG_BYTES]; /* the words put into the message */
    char file[256];                                 /* the file as the caller named it; empty when unknown */
    uint64_t row;                                   /* 1-based record (the header is row 1); 0 when unknown */
    uint64_t column;                                /* 1-based field within the record; 0 when unknown */
    uint64_t byte;                                  /* 0-based offset into the file, valid when has_byte */
    bool has_byte;
} khl_error;

/* Called now and then from the thread that called the library. stage is a stable id ("read", "analyse",
 * "compare", "cluster", "write"); done <= total, total may be 0 when not known. Returns false to cancel. */
typedef struct khl_progress {
    bool (*step)(void *context, const char *stage, uint64_t done, uint64_t total);
    void *context;
} khl_progress;

/* Takes the next n bytes of a file that is being made; they are the caller's only until it returns. Anything
 * but KHL_OK ends the making and is handed on, with what it wrote into err. */
typedef khl_status khl_write_fn(void *context, const char *bytes, size_t n, khl_error *err);

#ifdef __cplusplus
}
#endif
#endif
