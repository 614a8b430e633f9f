// Floating-point state belongs to its thread: registers, rounding mode and flags survive
// switches, signal handlers and system calls, and fork copies them.
#include "action.h"
#include "report.h"
#include <fenv.h>
#include <pthread.h>
#include <sched.h>
#include <sys/time.h>

static volatile sig_atomic_t ticks;
static volatile double sink;

static void on_tick(int signal) {
  (void)signal;
  ticks++;
  // Everything a handler does to the unit must be undone by its return.
  fesetround(FE_UPWARD);
  sink = (double)ticks / 3;
  for (int i = 0; i < 20; i++) sink = sink * 1.0001 + i;
  __asm__ volatile("fmv.d.x fs0, zero\n fmv.d.x fs5, zero\n fmv.d.x fs11, zero\n fmv.d.x ft3, zero" ::
                       : "fs0", "fs5", "fs11", "ft3");
}

static const int modes[] = {FE_TONEAREST, FE_DOWNWARD, FE_UPWARD, FE_TOWARDZERO};

struct result {
  double sum;
  int mode_kept;
};

static void *compute(void *argument) {
  static struct result results[4];
  long id = (long)argument;
  struct result *result = &results[id];
  fesetround(modes[id]);
  result->mode_kept = 1;
  volatile double third = 3;
  for (int i = 1; i < 20000; i++) {
    result->sum += i / third;
    if (i % 500 == 0) sched_yield();
    result->mode_kept &= fegetround() == modes[id];
  }
  return result;
}

int main(void) {
  pthread_t thread[4];
  for (long i = 0; i < 4; i++) pthread_create(&thread[i], NULL, compute, (void *)i);
  for (int i = 0; i < 4; i++) {
    struct result *result;
    pthread_join(thread[i], (void **)&result);
    printf("thread %d: %a, mode kept %d\n", i, result->sum, result->mode_kept);
  }

  struct sigaction action = {.sa_handler = on_tick};
  set_action(SIGALRM, &action, NULL);
  struct itimerval often = {{0, 2000}, {0, 2000}};
  setitimer(ITIMER_REAL, &often, NULL);
  fesetround(FE_DOWNWARD);
  feclearexcept(FE_ALL_EXCEPT);
  double a = 1, b = 0.5, c = 0.25;
  long wrong = 0;
  while (ticks < 10) {
    double x = a * 3, y = b * 3, z = c * 3;
    if (x != 3 || y != 1.5 || z != 0.75) wrong++;
    if (fegetround() != FE_DOWNWARD) wrong++;
  }
  struct itimerval never = {{0, 0}, {0, 0}};
  setitimer(ITIMER_REAL, &never, NULL);
  printf("wrong %ld, exceptions left by handlers: %d\n", wrong, fetestexcept(FE_INEXACT) != 0);

  pid_t child = fork();
  if (child == 0) _exit(fegetround() == FE_DOWNWARD ? 0 : 1);
  show_end("child with the mode of its parent", child);
  getppid();
  SHOW_TRUTH(fegetround() == FE_DOWNWARD);
  return 0;
}
