// What every program of the suite prints with. Results appear by name (ENOENT, SIGSEGV), never
// as numbers or texts that a C library chose, so that musl and glibc, the oracle and Keel all
// print the same bytes.
#ifndef REPORT_H
#define REPORT_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#define UNUSED __attribute__((unused))

UNUSED static const char *errno_name(int error) {
#define NAME(e) \
  case e:       \
    return #e
  switch (error) {
    NAME(EPERM); NAME(ENOENT); NAME(ESRCH); NAME(EINTR); NAME(EIO); NAME(ENXIO); NAME(E2BIG);
    NAME(ENOEXEC); NAME(EBADF); NAME(ECHILD); NAME(EAGAIN); NAME(ENOMEM); NAME(EACCES);
    NAME(EFAULT); NAME(EBUSY); NAME(EEXIST); NAME(EXDEV); NAME(ENODEV); NAME(ENOTDIR);
    NAME(EISDIR); NAME(EINVAL); NAME(ENFILE); NAME(EMFILE); NAME(ENOTTY); NAME(ETXTBSY);
    NAME(EFBIG); NAME(ENOSPC); NAME(ESPIPE); NAME(EROFS); NAME(EMLINK); NAME(EPIPE); NAME(EDOM);
    NAME(ERANGE); NAME(EDEADLK); NAME(ENAMETOOLONG); NAME(ENOSYS); NAME(ENOTEMPTY); NAME(ELOOP);
    NAME(EOVERFLOW); NAME(EILSEQ); NAME(ENOTSUP); NAME(ETIMEDOUT); NAME(ECANCELED);
    case 0:
      return "0";
  }
#undef NAME
  return "an unnamed error";
}

UNUSED static const char *signal_name(int signal) {
#define NAME(s) \
  case s:       \
    return #s
  switch (signal) {
    NAME(SIGHUP); NAME(SIGINT); NAME(SIGQUIT); NAME(SIGILL); NAME(SIGTRAP); NAME(SIGABRT);
    NAME(SIGBUS); NAME(SIGFPE); NAME(SIGKILL); NAME(SIGUSR1); NAME(SIGSEGV); NAME(SIGUSR2);
    NAME(SIGPIPE); NAME(SIGALRM); NAME(SIGTERM); NAME(SIGCHLD); NAME(SIGCONT); NAME(SIGSTOP);
    NAME(SIGTSTP); NAME(SIGTTIN); NAME(SIGTTOU); NAME(SIGURG); NAME(SIGXCPU); NAME(SIGXFSZ);
    NAME(SIGVTALRM); NAME(SIGPROF); NAME(SIGWINCH); NAME(SIGIO); NAME(SIGPWR); NAME(SIGSYS);
  }
#undef NAME
  return "an unnamed signal";
}

/** Prints `call = value`, or the error when the call failed. Passes the value on. */
UNUSED static long show_value(const char *call, long value) {
  int error = errno;
  if (value == -1) printf("%s = -1 %s\n", call, errno_name(error));
  else printf("%s = %ld\n", call, value);
  errno = error;
  return value;
}

/** Prints that a call succeeded, for values that differ from run to run. Passes the value on. */
UNUSED static long show_success(const char *call, long value) {
  int error = errno;
  if (value == -1) printf("%s = -1 %s\n", call, errno_name(error));
  else printf("%s ok\n", call);
  errno = error;
  return value;
}

#define SHOW(call) show_value(#call, (long)(call))
#define OK(call) show_success(#call, (long)(call))
/** For calls that return the error instead of setting errno (pthread_*, posix_*). */
#define SHOW_ERROR(call) printf("%s = %s\n", #call, errno_name(call))
#define SHOW_TRUTH(fact) printf("%s: %s\n", #fact, (fact) ? "yes" : "no")

/** Prints how a process ended or stopped, as wait() tells. */
UNUSED static void show_status(const char *who, int status) {
  if (WIFEXITED(status)) printf("%s exited with %d\n", who, WEXITSTATUS(status));
  else if (WIFSIGNALED(status)) printf("%s killed by %s\n", who, signal_name(WTERMSIG(status)));
  else if (WIFSTOPPED(status)) printf("%s stopped by %s\n", who, signal_name(WSTOPSIG(status)));
  else if (WIFCONTINUED(status)) printf("%s continued\n", who);
  else printf("%s has status %#x\n", who, status);
}

/** Ends the program when something the test needs, but does not test, went wrong. */
UNUSED static void need(int condition, const char *what) {
  if (condition) return;
  printf("cannot go on: %s: %s\n", what, errno_name(errno));
  exit(99);
}

/** Waits for one child and prints its end. */
UNUSED static void show_end(const char *who, pid_t pid) {
  int status;
  need(waitpid(pid, &status, 0) == pid, "waitpid");
  show_status(who, status);
}

/** An address where nothing is. (A variable, so that no compiler sees through it.) */
UNUSED static void *volatile nowhere = (void *)8;

/** The path by which this program can execute itself. (The oracle cannot execute ELF files of a
    foreign machine; its runner names a script instead.) */
UNUSED static const char *self_path(void) {
  const char *path = getenv("KEEL_SELF");
  return path != NULL ? path : "/proc/self/exe";
}

static char scratch_folder[64];
static pid_t scratch_owner;

static void remove_tree(const char *path) {
  DIR *folder = opendir(path);
  if (folder == NULL) return;
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    char inner[4096];
    struct stat info;
    if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
    snprintf(inner, sizeof inner, "%s/%s", path, entry->d_name);
    if (lstat(inner, &info) == 0 && S_ISDIR(info.st_mode)) remove_tree(inner);
    else unlink(inner);
  }
  closedir(folder);
  rmdir(path);
}

static void leave_scratch(void) {
  if (getpid() != scratch_owner || chdir("/") != 0) return;
  remove_tree(scratch_folder);
}

/** Makes an empty folder the working directory; it goes away when the program ends. */
UNUSED static void enter_scratch(void) {
  strcpy(scratch_folder, "/tmp/keel-XXXXXX");
  need(mkdtemp(scratch_folder) != NULL && chdir(scratch_folder) == 0, "a scratch folder");
  umask(022);
  scratch_owner = getpid();
  atexit(leave_scratch);
}

// Lines reach the pipe whole and in order, and fork() copies no half-written buffer.
__attribute__((constructor)) static void buffer_lines(void) { setvbuf(stdout, NULL, _IOLBF, 4096); }

#endif
