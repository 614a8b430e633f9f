// Interval timers and alarms: periods, what is left, cancelling, alarm with pause.
#include "action.h"
#include "report.h"
#include <sys/time.h>
#include <time.h>

static volatile sig_atomic_t ticks;

static void on_tick(int signal) {
  (void)signal;
  ticks++;
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

int main(void) {
  struct sigaction action = {.sa_handler = on_tick};
  struct itimerval timer = {{0, 10000}, {0, 30000}}, left;
  set_action(SIGALRM, &action, NULL);
  set_action(SIGVTALRM, &action, NULL);

  double begin = now();
  SHOW(setitimer(ITIMER_REAL, &timer, NULL));
  while (ticks < 5) pause();
  double elapsed = now() - begin;
  SHOW_TRUTH(elapsed >= 0.069);
  SHOW(getitimer(ITIMER_REAL, &left));
  SHOW_TRUTH(left.it_interval.tv_usec == 10000 && left.it_value.tv_usec <= 10000);
  timer = (struct itimerval){{0, 0}, {0, 0}};
  SHOW(setitimer(ITIMER_REAL, &timer, &left));
  SHOW_TRUTH(left.it_interval.tv_usec == 10000);
  ticks = 0;
  usleep(30000);
  printf("ticks after cancelling: %d\n", ticks);

  SHOW(alarm(100));
  SHOW_TRUTH(alarm(50) >= 99);
  SHOW_TRUTH(alarm(0) >= 49);
  SHOW(alarm(0));
  begin = now();
  alarm(1);
  SHOW(pause());
  elapsed = now() - begin;
  SHOW_TRUTH(elapsed >= 0.99 && elapsed < 1.9);
  printf("ticks %d\n", ticks);

  timer.it_value.tv_usec = 20000;
  SHOW(setitimer(ITIMER_VIRTUAL, &timer, NULL));
  volatile unsigned turns = 0;
  while (ticks < 2) turns++;
  printf("virtual timer ticked while computing: %d\n", turns > 0);
  timer.it_value.tv_usec = 1000000;
  SHOW(setitimer(ITIMER_REAL, &timer, NULL));
  SHOW(getitimer(7, &left));
  return 0;
}
