// vfork and posix_spawn: the parent waits for the exec, file actions and attributes apply.
#include "report.h"
#include <fcntl.h>
#include <spawn.h>

extern char **environ;

int main(int argc, char **argv) {
  if (argc > 1 && strcmp(argv[1], "copy") == 0) {
    char buffer[100];
    ssize_t length;
    while ((length = read(0, buffer, sizeof buffer)) > 0) {
      for (ssize_t i = 0; i < length; i++) buffer[i] ^= ' ' * (buffer[i] >= 'a');
      (void)!write(1, buffer, length);
    }
    return 4;
  }
  if (argc > 1 && strcmp(argv[1], "mask") == 0) {
    sigset_t mask;
    sigprocmask(SIG_BLOCK, NULL, &mask);
    SHOW_TRUTH(sigismember(&mask, SIGUSR1) == 1);
    SHOW_TRUTH(getpgrp() == getpid());
    return 6;
  }

  pid_t child = vfork();
  if (child == 0) {
    execl(self_path(), "spawn", "mask", NULL);
    _exit(120);
  }
  show_end("vfork and exec", child);
  child = vfork();
  if (child == 0) _exit(33);
  show_end("vfork and exit", child);

  enter_scratch();
  int fd = open("input", O_WRONLY | O_CREAT, 0600);
  need(write(fd, "lower case text\n", 16) == 16, "write");
  close(fd);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "input", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, "output", O_WRONLY | O_CREAT, 0600);
  posix_spawn_file_actions_adddup2(&actions, 1, 2);
  char *copy[] = {"spawn", "copy", NULL}, *mask[] = {"spawn", "mask", NULL};
  need((errno = posix_spawn(&child, self_path(), &actions, NULL, copy, environ)) == 0, "posix_spawn");
  show_end("copy", child);
  char text[64] = {0};
  fd = open("output", O_RDONLY);
  need(read(fd, text, 63) > 0, "read");
  printf("output: %s", text);

  posix_spawnattr_t attributes;
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setsigmask(&attributes, &set);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
  // Nothing is printed between: the new program runs beside this one from now on.
  need((errno = posix_spawn(&child, self_path(), NULL, &attributes, mask, environ)) == 0, "posix_spawn");
  show_end("mask", child);
  return 0;
}
