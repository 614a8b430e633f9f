// sigaction: handler forms, what siginfo says, masks inside handlers, nesting, one-shot handlers.
// run: { "quick": true }
#include "action.h"
#include "report.h"

static volatile sig_atomic_t depth, deepest, count;
static const char *code_name(int code) {
  return code == SI_USER ? "SI_USER" : code == SI_QUEUE ? "SI_QUEUE" : code == SI_TKILL ? "SI_TKILL" : "other";
}

static void inform(int signal, siginfo_t *info, void *context) {
  printf("%s: signo agrees %d, code %s, from us %d, value %d, context %d\n", signal_name(signal),
         info->si_signo == signal, code_name(info->si_code), info->si_pid == getpid(),
         info->si_code == SI_QUEUE ? info->si_value.sival_int : 0, context != NULL);
}

static void nest(int signal) {
  depth++;
  if (depth > deepest) deepest = depth;
  printf("enter %s at depth %d\n", signal_name(signal), depth);
  if (signal == SIGUSR1 && count++ < 2) {
    raise(SIGUSR2);
    raise(SIGUSR1);
  }
  printf("leave %s at depth %d\n", signal_name(signal), depth);
  depth--;
}

static void show_mask(int signal) {
  sigset_t mask;
  sigprocmask(SIG_BLOCK, NULL, &mask);
  printf("in %s:", signal_name(signal));
  for (int s = 1; s < 32; s++) {
    if (sigismember(&mask, s) == 1) printf(" %s", signal_name(s));
  }
  printf("\n");
}

static void run_nested(const char *title, int flags, int also_blocked) {
  struct sigaction action = {.sa_handler = nest, .sa_flags = flags};
  sigemptyset(&action.sa_mask);
  if (also_blocked) sigaddset(&action.sa_mask, also_blocked);
  set_action(SIGUSR1, &action, NULL);
  set_action(SIGUSR2, &action, NULL);
  depth = deepest = count = 0;
  printf("-- %s\n", title);
  raise(SIGUSR1);
  printf("deepest %d\n", deepest);
}

int main(void) {
  struct sigaction action = {.sa_sigaction = inform, .sa_flags = SA_SIGINFO}, old;
  set_action(SIGUSR1, &action, &old);
  SHOW_TRUTH(old.sa_handler == SIG_DFL);
  set_action(SIGUSR1, NULL, &old);
  SHOW_TRUTH(old.sa_sigaction == inform && (old.sa_flags & SA_SIGINFO) != 0);
  kill(getpid(), SIGUSR1);
  raise(SIGUSR1);
  union sigval value = {.sival_int = 4711};
  SHOW(sigqueue(getpid(), SIGUSR1, value));

  run_nested("plain", 0, 0);
  run_nested("SA_NODEFER", SA_NODEFER, 0);
  run_nested("other signal blocked", 0, SIGUSR2);

  action = (struct sigaction){.sa_handler = show_mask};
  sigaddset(&action.sa_mask, SIGTERM);
  set_action(SIGHUP, &action, NULL);
  raise(SIGHUP);
  show_mask(0);

  action = (struct sigaction){.sa_handler = show_mask, .sa_flags = SA_RESETHAND};
  set_action(SIGHUP, &action, NULL);
  raise(SIGHUP);
  set_action(SIGHUP, NULL, &old);
  SHOW_TRUTH(old.sa_handler == SIG_DFL);

  signal(SIGTERM, SIG_IGN);
  SHOW(raise(SIGTERM));
  SHOW(set_action(SIGKILL, &action, NULL));
  SHOW(set_action(SIGSTOP, &action, NULL));
  SHOW(set_action(65, &action, NULL));
  SHOW(set_action(0, &action, NULL));
  SHOW(kill(getpid(), 65));
  SHOW(kill(getpid(), 0));
  SHOW(kill(0x3fffffff, SIGTERM));
  return 0;
}
