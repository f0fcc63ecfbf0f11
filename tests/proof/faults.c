/*
 * To be preloaded: makes operations on files fail, as a disk that is full, broken or read-only does.
 *
 * The file that UNCRICK_FAULTS names holds one rule a line, read anew at every operation, so that a fault may begin and
 * end while the program runs:
 *
 *     CALLS ERROR FIRST COUNT PATTERN
 *
 * CALLS    letters: w write, r read, s fsync, o open, n rename, u unlink, m mkdir
 * ERROR    the number of the error, or -1: only half of what is to be written is written
 * FIRST    the first operation that fails, counted from 1 since the rules were last changed
 * COUNT    how many fail, 0 for all from there on
 * PATTERN  a part of the file's path
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define MOST_RULES 16
#define SHORT -1
#define REAL(name, type) \
  static __typeof__((type)0) real; \
  if (!real) real = (type)dlsym(RTLD_NEXT, name)

static char rules[2048];
static int counted[MOST_RULES];

/* Reads the rules; counting begins anew when they have changed. Returns whether there are any. */
static int read_rules(void) {
  static int (*real_open)(const char *, int, ...);
  static ssize_t (*real_read)(int, void *, size_t);
  if (!real_open) real_open = dlsym(RTLD_NEXT, "open");
  if (!real_read) real_read = dlsym(RTLD_NEXT, "read");
  const char *path = getenv("UNCRICK_FAULTS");
  int file = path ? real_open(path, O_RDONLY | O_CLOEXEC) : -1;
  if (file < 0) return 0;
  char now[sizeof rules] = "";
  ssize_t size = real_read(file, now, sizeof now - 1);
  close(file);
  now[size < 0 ? 0 : size] = 0;
  if (strcmp(now, rules)) {
    strcpy(rules, now);
    memset(counted, 0, sizeof counted);
  }
  return rules[0] != 0;
}

/* 0 when the operation is to be done, SHORT when half of it, else -2 with errno set. */
static int fault(char call, const char *path) {
  int before = errno;
  if (!path || !read_rules()) { errno = before; return 0; }
  errno = before;
  char copy[sizeof rules], *save;
  strcpy(copy, rules);
  int number = 0;
  for (char *line = strtok_r(copy, "\n", &save); line && number < MOST_RULES; line = strtok_r(0, "\n", &save), number++) {
    char calls[32], pattern[512];
    int error, first, count;
    if (sscanf(line, "%31s %d %d %d %511s", calls, &error, &first, &count, pattern) != 5) continue;
    if (!strchr(calls, call) || !strstr(path, pattern)) continue;
    int at = ++counted[number];
    if (at < first || (count && at >= first + count)) continue;
    if (error == SHORT) return SHORT;
    errno = error;
    return -2;
  }
  return 0;
}

static const char *path_of(int file, char *path) {
  char link[64];
  sprintf(link, "/proc/self/fd/%d", file);
  ssize_t size = readlink(link, path, 4095);
  if (size <= 0) return 0;
  path[size] = 0;
  return path;
}

#define ON_FILE(call) char path[4096]; int is = fault(call, path_of(file, path)); if (is == -2) return -1
#define WRITTEN (is == SHORT && size > 1 ? size / 2 : size)
ssize_t write(int file, const void *from, size_t size) { REAL("write", ssize_t(*)(int, const void *, size_t)); ON_FILE('w'); return real(file, from, WRITTEN); }
ssize_t pwrite(int file, const void *from, size_t size, off_t at) { REAL("pwrite", ssize_t(*)(int, const void *, size_t, off_t)); ON_FILE('w'); return real(file, from, WRITTEN, at); }
ssize_t pwrite64(int file, const void *from, size_t size, off_t at) { REAL("pwrite64", ssize_t(*)(int, const void *, size_t, off_t)); ON_FILE('w'); return real(file, from, WRITTEN, at); }
ssize_t read(int file, void *to, size_t size) { REAL("read", ssize_t(*)(int, void *, size_t)); ON_FILE('r'); return real(file, to, size); }
ssize_t pread(int file, void *to, size_t size, off_t at) { REAL("pread", ssize_t(*)(int, void *, size_t, off_t)); ON_FILE('r'); return real(file, to, size, at); }
ssize_t pread64(int file, void *to, size_t size, off_t at) { REAL("pread64", ssize_t(*)(int, void *, size_t, off_t)); ON_FILE('r'); return real(file, to, size, at); }
int ftruncate(int file, off_t size) { REAL("ftruncate", int(*)(int, off_t)); ON_FILE('w'); return real(file, size); }
int ftruncate64(int file, off_t size) { REAL("ftruncate64", int(*)(int, off_t)); ON_FILE('w'); return real(file, size); }
int fsync(int file) { REAL("fsync", int(*)(int)); ON_FILE('s'); return real(file); }
int fdatasync(int file) { REAL("fdatasync", int(*)(int)); ON_FILE('s'); return real(file); }

#define ON_PATH(call, path) if (fault(call, path) == -2) return -1
int rename(const char *from, const char *to) { REAL("rename", int(*)(const char *, const char *)); ON_PATH('n', to); return real(from, to); }
int unlink(const char *path) { REAL("unlink", int(*)(const char *)); ON_PATH('u', path); return real(path); }
int mkdir(const char *path, mode_t mode) { REAL("mkdir", int(*)(const char *, mode_t)); ON_PATH('m', path); return real(path, mode); }

/* A file that is opened to be written cannot be on a read-only disk; one that is read can. */
static int open_fault(const char *path, int flags) {
  int is = fault('o', path);
  return is == -2 && !(errno == EROFS && (flags & O_ACCMODE) == O_RDONLY);
}
#define MODE va_list rest; va_start(rest, flags); int mode = va_arg(rest, int); va_end(rest)
int open(const char *path, int flags, ...) { REAL("open", int(*)(const char *, int, ...)); MODE; if (open_fault(path, flags)) return -1; return real(path, flags, mode); }
int open64(const char *path, int flags, ...) { REAL("open64", int(*)(const char *, int, ...)); MODE; if (open_fault(path, flags)) return -1; return real(path, flags, mode); }
int openat(int folder, const char *path, int flags, ...) { REAL("openat", int(*)(int, const char *, int, ...)); MODE; if (open_fault(path, flags)) return -1; return real(folder, path, flags, mode); }
