/* Names of files that are being written, and the removal of those whose writer was killed. */
#include "files.h"

#include "str.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define MARK ".part-"

enum { HOST_BYTES = 256, MOST_SHOWN = 32 };

static bool is_plain(const char *name)
{
    static const char SIGNS[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
    size_t n = strlen(name);
    return n > 0 && n <= MOST_SHOWN && strspn(name, SIGNS) == n;
}

/* The host in words where they are short, so that people see whose file it is; else its hash. */
void khl_temporary_suffix(char out[KHL_TEMPORARY_BYTES])
{
    char host[HOST_BYTES] = "";
    if (gethostname(host, sizeof host) != 0) host[0] = '\0';
    host[sizeof host - 1] = '\0';
    if (is_plain(host))
        snprintf(out, KHL_TEMPORARY_BYTES, MARK "%s-%ld", host, (long)getpid());
    else
        snprintf(out, KHL_TEMPORARY_BYTES, MARK "%016llx-%ld",
                 (unsigned long long)khl_hash(khl_str_from(host)), (long)getpid());
}

void khl_temporaries_sweep(const char *dir, int64_t age_s)
{
    DIR *folder = opendir(dir);
    time_t now = time(NULL);
    for (const struct dirent *e; folder != NULL && (e = readdir(folder)) != NULL;) {
        struct stat st;
        int fd = dirfd(folder);
        if (strstr(e->d_name, MARK) == NULL || fstatat(fd, e->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        if (S_ISREG(st.st_mode) && (int64_t)(now - st.st_mtime) >= age_s) unlinkat(fd, e->d_name, 0);
    }
    if (folder != NULL) closedir(folder);
}
