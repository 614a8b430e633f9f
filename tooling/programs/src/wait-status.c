// The wait family: any child, a given one, a group, without hanging; status words; rusage.
#include "report.h"
#include <sys/resource.h>

static pid_t child_that(int code, int milliseconds) {
  pid_t child = fork();
  if (child == 0) {
    usleep(milliseconds * 1000);
    _exit(code);
  }
  return child;
}

int main(void) {
  int status;
  const int codes[] = {0, 1, 127, 128, 255, 256, 257, -1};
  for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
    pid_t child = child_that(codes[i], 0);
    need(waitpid(child, &status, 0) == child, "waitpid");
    printf("_exit(%d) -> %d, word %#x\n", codes[i], WEXITSTATUS(status), status);
  }

  pid_t slow = child_that(1, 300), fast = child_that(2, 0);
  SHOW_TRUTH(waitpid(slow, &status, WNOHANG) == 0);
  SHOW_TRUTH(wait(&status) == fast);
  SHOW_TRUTH(waitpid(-1, &status, 0) == slow);
  SHOW(waitpid(-1, &status, WNOHANG));

  pid_t grouped = fork();
  if (grouped == 0) {
    setpgid(0, 0);
    _exit(5);
  }
  setpgid(grouped, grouped);
  pid_t other = child_that(6, 0);
  SHOW_TRUTH(waitpid(-grouped, &status, 0) == grouped);
  show_status("grouped", status);
  SHOW(waitpid(-grouped, &status, 0));
  SHOW_TRUTH(waitpid(0, &status, 0) == other);
  SHOW(waitpid(1, &status, 0));
  SHOW(waitpid(fast, &status, 0));

  struct rusage usage;
  pid_t busy = fork();
  if (busy == 0) {
    volatile unsigned turns = 0;
    while (turns < 3000000) turns++;
    _exit(0);
  }
  SHOW_TRUTH(wait4(busy, &status, 0, &usage) == busy);
  SHOW_TRUTH(usage.ru_utime.tv_sec > 0 || usage.ru_utime.tv_usec > 0);
  siginfo_t info;
  pid_t id = child_that(9, 0);
  SHOW(waitid(P_PID, id, &info, WEXITED));
  printf("waitid: pid %d, status %d, code %d\n", info.si_pid == id, info.si_status, info.si_code == CLD_EXITED);
  SHOW(waitid(P_PID, id, &info, WEXITED));
  SHOW(waitid(P_ALL, 0, &info, 0));
  return 0;
}
