// What execve refuses; the program that asked goes on unharmed.
#include "report.h"
#include <fcntl.h>
#include <sys/syscall.h>

static void make(const char *name, const char *bytes, size_t length, int mode) {
  int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);
  need(fd >= 0 && write(fd, bytes, length) == (ssize_t)length, name);
  fchmod(fd, mode);
  close(fd);
}

static char *arguments[] = {"program", NULL}, *environment[] = {NULL};

static void refuse(const char *path) {
  int result = execve(path, arguments, environment);
  printf("execve(%.20s) = %d %s\n", path, result, errno_name(errno));
}

int main(void) {
  enter_scratch();
  static char truncated[64], long_name[5000];
  make("text", "just text\n", 10, 0755);
  make("empty", "", 0, 0755);
  make("plain", "x", 1, 0644);
  memcpy(truncated, "\177ELF\2\1\1", 7);
  make("short", truncated, 20, 0755);
  mkdir("folder", 0755);
  need(symlink("loop", "loop") == 0, "symlink");
  memset(long_name, 'n', sizeof long_name - 1);

  refuse("missing");
  refuse("text/inside");
  refuse("folder");
  refuse("plain");
  refuse("text");
  refuse("empty");
  refuse("short");
  refuse("loop");
  refuse("");
  refuse(long_name);
  refuse("missing/program");
  SHOW(execve(nowhere, arguments, environment));
  SHOW(syscall(SYS_execve, "missing", nowhere, environment));

  // One argument that is too long, and many that are too long together.
  static char argument[200000], *many[64];
  memset(argument, 'a', sizeof argument - 1);
  char *single[] = {"program", argument, NULL};
  SHOW(execve("text", single, environment));
  argument[100000] = 0;
  for (int i = 0; i < 63; i++) many[i] = argument;
  SHOW(execve("text", many, environment));
  many[3] = NULL;
  SHOW(execve("text", many, environment));

  pid_t child = fork();
  if (child == 0) {
    execl("./text", "text", NULL);
    _exit(errno == ENOEXEC ? 3 : 4);
  }
  show_end("child", child);
  return 0;
}
