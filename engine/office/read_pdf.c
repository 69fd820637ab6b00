/* The text layer of a PDF, by Poppler's pdftotext, which stands beside as a program. What it gives is read as
 * plain text. Pages without text, and text that lies in the order of the eye, are refused: what one would
 * read of them is not what was written. */
#define _GNU_SOURCE
#include "buf.h"
#include "error.h"
#include "office.h"
#include "office_temporary.h"
#include "readers.h"
#include "str.h"
#include "utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* A program that is given no more than these may not run on. */
enum { MOST_SECONDS = 120, PORTION = 65536 };
#define MOST_TEXT ((size_t)256 << 20)

extern char **environ;

static int64_t seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec;
}

static khl_status start(pid_t *child, int input, int output, khl_error *err)
{
    static char *const WORDS[] = {"pdftotext", "-q", "-enc", "UTF-8", "-nopgbrk", "-", "-", NULL};
    posix_spawn_file_actions_t actions;
    if (posix_spawn_file_actions_init(&actions) != 0) return khl_fail_memory(err);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    int failed = posix_spawnp(child, WORDS[0], &actions, NULL, WORDS, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failed == 0) return KHL_OK;
    return KHL_FAIL(err, KHL_E_IO, "office.pdftotext",
                    "a PDF is read by the program pdftotext, which was not found; install poppler-utils");
}

/* All that the child writes; false when it is too much, or takes too long. */
static bool take_all(int from, khl_buf *out)
{
    int64_t end = seconds() + MOST_SECONDS;
    char portion[PORTION];
    for (;;) {
        struct pollfd ready = {from, POLLIN, 0};
        int64_t left = end - seconds();
        int polled = left > 0 ? poll(&ready, 1, (int)left * 1000) : 0;
        if (polled < 0 && errno == EINTR) continue;
        if (polled <= 0) return false;
        ssize_t n = read(from, portion, sizeof portion);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return n == 0;
        if (out->n + (size_t)n > MOST_TEXT) return false;
        khl_buf_put(out, (khl_str){portion, (size_t)n});
    }
}

static khl_status extract(khl_str bytes, khl_buf *out, khl_error *err)
{
    FILE *file;
    int ends[2], how = 0;
    pid_t child = -1;
    khl_status status = khl_temporary_of(&file, bytes, err);
    if (status != KHL_OK) return status;
    if (pipe(ends) != 0) {
        fclose(file);
        return khl_fail_memory(err);
    }
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    status = start(&child, fileno(file), ends[1], err);
    close(ends[1]);
    bool whole = status == KHL_OK && take_all(ends[0], out);
    close(ends[0]);
    if (status == KHL_OK && !whole) kill(child, SIGKILL);
    while (status == KHL_OK && waitpid(child, &how, 0) < 0 && errno == EINTR) {
    }
    fclose(file);
    if (status != KHL_OK) return status;
    if (!whole || !WIFEXITED(how) || WEXITSTATUS(how) != 0)
        return KHL_FAIL(
            err, KHL_E_INPUT, "office.pdf_refused",
            "the PDF cannot be read: it is damaged, or protected by a password; save it anew, or as DOCX");
    return khl_buf_ok(out) ? KHL_OK : khl_fail_memory(err);
}

enum { ALEF_MADDA = 0x0622, ALEF_HAMZA = 0x0623, ALEF_BELOW = 0x0625, ALEF = 0x0627, LAM = 0x0644 };

/* pdftotext sets marks of direction around every line. */
static bool is_direction(uint32_t c)
{
    return c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/* It also turns the two letters of a lam-alef around where they are one glyph. Where the alef has a hamza and
 * stands behind the article's alef there is no such word, and they are turned back; within a word nobody can
 * tell. */
static void put_mended(khl_buf *out, khl_str text)
{
    bool bad = false;
    for (size_t at = 0; at < text.n;) {
        uint32_t c = khl_utf8_next(text, &at, &bad);
        if (is_direction(c)) continue;
        khl_buf_utf8(out, c);
        if (c != ALEF) continue;
        size_t next = at, behind;
        uint32_t hamza = next < text.n ? khl_utf8_next(text, &next, &bad) : 0;
        behind = next;
        uint32_t lam = behind < text.n ? khl_utf8_next(text, &behind, &bad) : 0;
        if (lam != LAM || (hamza != ALEF_HAMZA && hamza != ALEF_BELOW && hamza != ALEF_MADDA)) continue;
        khl_buf_utf8(out, lam);
        khl_buf_utf8(out, hamza);
        at = behind;
    }
}

static bool is_arabic(uint32_t c)
{
    return c >= 0x0621 && c <= 0x064A;
}

/* Words of four letters and more that begin with the article, and that end with it backwards. */
static void count_articles(khl_str text, size_t *letters, size_t *begin, size_t *end)
{
    uint32_t first[2] = {0, 0}, last[2] = {0, 0};
    size_t n = 0;
    bool bad = false;
    *letters = *begin = *end = 0;
    for (size_t at = 0; at <= text.n;) {
        uint32_t c = at < text.n ? khl_utf8_next(text, &at, &bad) : (at++, (uint32_t)' ');
        *letters += is_arabic(c) || (c < 0x80 && ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')) || c >= 0x00C0;
        if (is_arabic(c)) {
            if (n < 2) first[n] = c;
            last[0] = last[1];
            last[1] = c;
            n++;
            continue;
        }
        *begin += n >= 4 && first[0] == ALEF && first[1] == LAM;
        *end += n >= 4 && last[0] == LAM && last[1] == ALEF;
        n = 0;
    }
}

static khl_status check_text(khl_str text, khl_error *err)
{
    enum { FEW = 4 };
    size_t letters, begin, end;
    count_articles(text, &letters, &begin, &end);
    if (letters == 0)
        return KHL_FAIL(
            err, KHL_E_INPUT, "office.pdf_scanned",
            "the PDF holds no text, only pictures of pages; type it, or save it anew by a program that "
            "recognises text");
    if (end > FEW && end > 2 * begin)
        return KHL_FAIL(
            err, KHL_E_INPUT, "office.pdf_visual",
            "the text of this PDF lies in the order of the eye, letters backwards; ask for the document it "
            "was made of, and save that as DOCX");
    return KHL_OK;
}

khl_status khl_read_pdf(khl_str bytes, const khl_office_task *task, khl_table *table, khl_error *err)
{
    khl_buf raw = KHL_BUF_INIT, text = KHL_BUF_INIT;
    khl_status status = extract(bytes, &raw, err);
    put_mended(&text, khl_buf_str(&raw));
    khl_buf_clear(&raw);
    if (status == KHL_OK && !khl_buf_ok(&text)) status = khl_fail_memory(err);
    if (status == KHL_OK) status = check_text(khl_buf_str(&text), err);
    if (status == KHL_OK)
        status = khl_read_txt(table, khl_buf_str(&text), task->options->max_cell_bytes, err);
    khl_buf_clear(&text);
    return status;
}
