// /proc as programs use it: their own link, command line, and the state of others.
#include "report.h"
#include <fcntl.h>

static int read_file(const char *path, char *text, size_t size) {
  int fd = open(path, O_RDONLY);
  if (fd < 0) return -1;
  int length = (int)read(fd, text, size - 1);
  close(fd);
  text[length < 0 ? 0 : length] = 0;
  return length;
}

/** The state letter and the parent's number from a stat line; waits for the state for a while. */
static void show_state(pid_t pid, char awaited, const char *what) {
  char path[64], text[600], state = 0;
  int ppid, pgrp;
  snprintf(path, sizeof path, "/proc/%d/stat", pid);
  for (int i = 0; i < 100 && state != awaited; i++) {
    if (i > 0) usleep(10000);
    need(read_file(path, text, sizeof text) > 0, path);
    need(sscanf(strrchr(text, ')') + 1, " %c %d %d", &state, &ppid, &pgrp) == 3, "sscanf");
  }
  printf("%s: state %c, number agrees %d, parent agrees %d, group agrees %d\n", what, state, atoi(text) == pid,
         ppid == getpid(), pgrp == getpgid(pid));
}

int main(void) {
  char text[4096], path[64];
  SHOW_TRUTH(readlink("/proc/self/exe", text, sizeof text) > 0);
  SHOW_TRUTH(read_file("/proc/self/cmdline", text, sizeof text) > 1);
  SHOW_TRUTH(strchr(text, 0) != text);
  SHOW_TRUTH(read_file("/proc/self/stat", text, sizeof text) > 0 && atoi(text) == getpid());
  int fd = open("/dev/null", O_RDONLY);
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  memset(text, 0, sizeof text);
  SHOW(readlink(path, text, sizeof text));
  puts(text);
  SHOW_TRUTH(access("/proc/self/fd", F_OK) == 0);

  int ends[2];
  need(pipe(ends) == 0, "pipe");
  pid_t child = fork();
  if (child == 0) {
    char byte;
    close(ends[1]);
    _exit((int)read(ends[0], &byte, 1));
  }
  show_state(child, 'S', "blocked child");
  kill(child, SIGSTOP);
  waitpid(child, NULL, WUNTRACED);
  show_state(child, 'T', "stopped child");
  kill(child, SIGCONT);
  close(ends[1]);
  siginfo_t info;
  waitid(P_PID, child, &info, WEXITED | WNOWAIT);
  show_state(child, 'Z', "ended child");
  show_end("child", child);
  snprintf(path, sizeof path, "/proc/%d/stat", child);
  SHOW(open(path, O_RDONLY));

  SHOW_TRUTH(read_file("/proc/uptime", text, sizeof text) > 0 && atof(text) >= 0);
  SHOW_TRUTH(read_file("/proc/meminfo", text, sizeof text) > 0 && strstr(text, "MemTotal:") != NULL &&
             strstr(text, "MemFree:") != NULL);
  SHOW_TRUTH(read_file("/proc/mounts", text, sizeof text) > 0 && strstr(text, " / ") != NULL);
  SHOW_TRUTH(read_file("/proc/version", text, sizeof text) > 0);
  SHOW_TRUTH(read_file("/proc/self/maps", text, sizeof text) > 0 && strstr(text, "r-xp") != NULL);
  SHOW(open("/proc/99999999/stat", O_RDONLY));
  SHOW(open("/proc/missing", O_RDONLY));
  return 0;
}
