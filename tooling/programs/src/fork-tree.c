// fork: a tree of processes, what is inherited and what is not, exit statuses on the way up.
// run: { "quick": true }
#include "report.h"
#include <sys/time.h>

/** Every process has two children down to the given depth; returns how many there are below it. */
static int grow(int depth) {
  int below = 0;
  if (depth == 0) return 0;
  for (int i = 0; i < 2; i++) {
    int status = 0;
    pid_t child = fork();
    if (child == 0) _exit(grow(depth - 1));
    need(child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status), "fork");
    below += 1 + WEXITSTATUS(status);
  }
  return below;
}

int main(void) {
  printf("processes below: %d\n", grow(5));

  pid_t parent = getpid();
  alarm(1000);
  struct sigaction action = {.sa_handler = SIG_IGN};
  sigaction(SIGUSR1, &action, NULL);
  sigset_t mask, pending;
  sigemptyset(&mask);
  sigaddset(&mask, SIGUSR2);
  sigprocmask(SIG_BLOCK, &mask, NULL);
  raise(SIGUSR2);
  pid_t child = fork();
  if (child == 0) {
    SHOW_TRUTH(getppid() == parent);
    SHOW_TRUTH(getpid() != parent);
    SHOW_TRUTH(alarm(0) == 0);
    sigaction(SIGUSR1, NULL, &action);
    SHOW_TRUTH(action.sa_handler == SIG_IGN);
    sigprocmask(SIG_BLOCK, NULL, &mask);
    SHOW_TRUTH(sigismember(&mask, SIGUSR2) == 1);
    sigpending(&pending);
    SHOW_TRUTH(sigismember(&pending, SIGUSR2) == 0);
    SHOW_TRUTH(getpgrp() == getpgid(parent));
    SHOW_TRUTH(getsid(0) == getsid(parent));
    _exit(255);
  }
  show_end("child", child);
  SHOW_TRUTH(alarm(0) > 990);
  sigpending(&pending);
  SHOW_TRUTH(sigismember(&pending, SIGUSR2) == 1);

  // Ten at once, buried in the order asked for.
  pid_t many[10];
  for (int i = 0; i < 10; i++) {
    many[i] = fork();
    if (many[i] == 0) _exit(i * 10);
  }
  for (int i = 9; i >= 0; i--) {
    int status;
    need(waitpid(many[i], &status, 0) == many[i], "waitpid");
    printf("%d ", WEXITSTATUS(status));
  }
  printf("\n");
  SHOW(wait(NULL));
  return 0;
}
