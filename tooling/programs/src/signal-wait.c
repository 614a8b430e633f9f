// Waiting for signals: sigsuspend, sigpending, sigwaitinfo, sigtimedwait; real-time signals
// queue in order, standard ones collapse.
#include "action.h"
#include "report.h"
#include <time.h>

static volatile sig_atomic_t handled[65];
static int order[16], order_length;

static void on_signal(int signal, siginfo_t *info, void *context) {
  (void)context;
  handled[signal]++;
  order[order_length++ % 16] = signal * 100 + (info->si_code == SI_QUEUE ? info->si_value.sival_int : 0);
}

static void queue(int signal, int number) {
  union sigval value = {.sival_int = number};
  need(sigqueue(getpid(), signal, value) == 0, "sigqueue");
}

int main(void) {
  int first = SIGRTMIN + 1, second = SIGRTMIN + 2;
  struct sigaction action = {.sa_sigaction = on_signal, .sa_flags = SA_SIGINFO};
  sigset_t block, old, pending, open;
  siginfo_t info;
  sigemptyset(&block);
  const int signals[] = {SIGUSR1, SIGUSR2, first, second};
  for (int i = 0; i < 4; i++) {
    set_action(signals[i], &action, NULL);
    sigaddset(&block, signals[i]);
  }
  SHOW(sigprocmask(SIG_BLOCK, &block, &old));
  for (int i = 0; i < 3; i++) kill(getpid(), SIGUSR1);
  SHOW(sigpending(&pending));
  SHOW_TRUTH(sigismember(&pending, SIGUSR1) && !sigismember(&pending, SIGUSR2));
  open = block;
  sigdelset(&open, SIGUSR1);
  SHOW(sigsuspend(&open));
  printf("SIGUSR1 handled %d time(s)\n", handled[SIGUSR1]);
  sigprocmask(SIG_BLOCK, NULL, &pending);
  SHOW_TRUTH(sigismember(&pending, SIGUSR1) == 1);

  // Lower numbers first, in the order of sending within one number.
  for (int i = 1; i <= 3; i++) {
    queue(second, i);
    queue(first, i + 10);
  }
  for (int i = 0; i < 6; i++) {
    int signal = sigwaitinfo(&block, &info);
    printf("took real-time %d with value %d\n", signal - SIGRTMIN, info.si_value.sival_int);
  }
  struct timespec none = {0, 0}, brief = {0, 20000000};
  SHOW(sigtimedwait(&block, &info, &none));
  SHOW(sigtimedwait(&block, &info, &brief));
  queue(SIGUSR2, 5);
  SHOW_TRUTH(sigtimedwait(&block, &info, &brief) == SIGUSR2);
  printf("code is SI_QUEUE: %d, value %d\n", info.si_code == SI_QUEUE, info.si_value.sival_int);

  // A child that waits for the parent's signal in sigsuspend never misses it.
  pid_t child = fork();
  if (child == 0) {
    while (!handled[SIGUSR2]) sigsuspend(&old);
    _exit(handled[SIGUSR2]);
  }
  kill(child, SIGUSR2);
  show_end("child", child);

  for (int i = 1; i <= 4; i++) queue(first, i);
  sigprocmask(SIG_SETMASK, &old, NULL);
  printf("unblocking delivered %d\n", handled[first]);
  return 0;
}
