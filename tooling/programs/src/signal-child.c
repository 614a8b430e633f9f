// SIGCHLD: sent for exit, death, stop and continue; siginfo codes; ignoring it reaps children.
#include "action.h"
#include "report.h"

static volatile sig_atomic_t caught;
static siginfo_t last;

static void on_child(int signal, siginfo_t *info, void *context) {
  (void)signal, (void)context;
  last = *info;
  caught++;
}

static const char *code_name(int code) {
  static const char *const names[] = {"?", "CLD_EXITED", "CLD_KILLED", "CLD_DUMPED", "CLD_TRAPPED", "CLD_STOPPED",
                                      "CLD_CONTINUED"};
  return code > 0 && code < 7 ? names[code] : "?";
}

static sigset_t blocked, open_mask;

/** Lets SIGCHLD in until one was caught, and prints it. */
static void await(pid_t child, const char *what) {
  while (caught == 0) sigsuspend(&open_mask);
  printf("%s: %s, from the child %d, status %d, caught %d\n", what, code_name(last.si_code), last.si_pid == child,
         last.si_status, caught);
  caught = 0;
}

static pid_t start(int (*body)(void)) {
  pid_t child = fork();
  if (child == 0) {
    sigprocmask(SIG_SETMASK, &open_mask, NULL);
    _exit(body());
  }
  return child;
}

static int exit_with_7(void) { return 7; }
static int wait_forever(void) {
  while (pause() == -1) continue;
  return 1;
}

int main(void) {
  struct sigaction action = {.sa_sigaction = on_child, .sa_flags = SA_SIGINFO};
  set_action(SIGCHLD, &action, NULL);
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGCHLD);
  sigprocmask(SIG_BLOCK, &blocked, &open_mask);
  int status;

  pid_t child = start(exit_with_7);
  await(child, "exit");
  show_end("child", child);

  child = start(wait_forever);
  kill(child, SIGSTOP);
  await(child, "stop");
  SHOW_TRUTH(waitpid(child, &status, WUNTRACED) == child);
  show_status("child", status);
  SHOW(waitpid(child, &status, WUNTRACED | WNOHANG));
  kill(child, SIGCONT);
  await(child, "continue");
  SHOW_TRUTH(waitpid(child, &status, WCONTINUED) == child);
  show_status("child", status);
  kill(child, SIGTERM);
  await(child, "kill");
  siginfo_t info = {0};
  SHOW(waitid(P_PID, child, &info, WEXITED | WNOWAIT));
  printf("waitid: %s, status %d\n", code_name(info.si_code), info.si_status);
  show_end("child", child);

  signal(SIGCHLD, SIG_IGN);
  child = start(exit_with_7);
  SHOW(waitpid(child, &status, 0));
  SHOW(wait(&status));
  return 0;
}
