// Clocks and sleeps: how they relate; values themselves differ from run to run.
#include "report.h"
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/times.h>
#include <time.h>

#define SECOND 1000000000L

static long now(clockid_t clock) {
  struct timespec time;
  need(clock_gettime(clock, &time) == 0, "clock_gettime");
  return time.tv_sec * SECOND + time.tv_nsec;
}

static void burn(long ns) {
  long end = now(CLOCK_PROCESS_CPUTIME_ID) + ns;
  while (now(CLOCK_PROCESS_CPUTIME_ID) < end) continue;
}

int main(void) {
  struct timespec until, resolution, left;
  const clockid_t clocks[] = {CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_BOOTTIME, CLOCK_MONOTONIC_RAW,
                              CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID, CLOCK_REALTIME_COARSE,
                              CLOCK_MONOTONIC_COARSE};
  for (size_t i = 0; i < sizeof clocks / sizeof *clocks; i++) {
    long first = now(clocks[i]), second = now(clocks[i]);
    printf("clock %d: forward %d, resolution %d\n", clocks[i], second >= first, clock_getres(clocks[i], &resolution));
  }
  SHOW(clock_gettime(99, &until));
  SHOW(clock_getres(99, NULL));

  struct timeval day;
  gettimeofday(&day, NULL);
  SHOW_TRUTH(labs(day.tv_sec - now(CLOCK_REALTIME) / SECOND) <= 1);
  SHOW_TRUTH(labs(time(NULL) - day.tv_sec) <= 1);
  SHOW_TRUTH(day.tv_sec > 1500000000);

  long begin = now(CLOCK_MONOTONIC);
  until = (struct timespec){0, 30000000};
  SHOW(nanosleep(&until, &left));
  long elapsed = now(CLOCK_MONOTONIC) - begin;
  SHOW_TRUTH(elapsed >= 30000000 && elapsed < 5 * SECOND);
  until = (struct timespec){0, SECOND};
  SHOW(nanosleep(&until, &left));
  until = (struct timespec){-1, 0};
  SHOW(nanosleep(&until, &left));
  SHOW(usleep(1000));

  clock_gettime(CLOCK_MONOTONIC, &until);
  begin = now(CLOCK_MONOTONIC);
  until.tv_nsec += 40000000;
  if (until.tv_nsec >= SECOND) until.tv_sec++, until.tv_nsec -= SECOND;
  SHOW_ERROR(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL));
  SHOW_TRUTH(now(CLOCK_MONOTONIC) >= until.tv_sec * SECOND + until.tv_nsec);
  SHOW_ERROR(clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL));
  clock_gettime(CLOCK_REALTIME, &until);
  SHOW_ERROR(clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &until, NULL));

  // Sleeping uses no processor time, computing does, and it is ours.
  long cpu = now(CLOCK_PROCESS_CPUTIME_ID);
  usleep(50000);
  SHOW_TRUTH(now(CLOCK_PROCESS_CPUTIME_ID) - cpu < 40000000);
  burn(30000000);
  struct rusage usage;
  SHOW(getrusage(RUSAGE_SELF, &usage));
  SHOW_TRUTH(usage.ru_utime.tv_sec * 1000000 + usage.ru_utime.tv_usec + usage.ru_stime.tv_sec * 1000000 +
                 usage.ru_stime.tv_usec > 20000);
  SHOW_TRUTH(usage.ru_maxrss > 0);
  struct tms ticks;
  SHOW_TRUTH(times(&ticks) != (clock_t)-1);
  SHOW_TRUTH(ticks.tms_utime + ticks.tms_stime >= 2 && ticks.tms_cutime == 0);
  SHOW_TRUTH(clock() >= 20000);
  return 0;
}
