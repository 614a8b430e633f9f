// spin [seconds]: keeps its hart busy, for ever or for so long. What `&`, Ctrl-C, `kill` and
// the scheduler are tried with.
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
  double seconds = argc > 1 ? atof(argv[1]) : 0;
  double end = now() + seconds;
  volatile unsigned turns = 0;
  while (seconds == 0 || now() < end) {
    for (int i = 0; i < 10000; i++) turns++;
  }
  printf("spin: %s\n", turns > 0 ? "done" : "nothing to do");
  return 0;
}
