// sleep SECONDS: waits so long; fractions count.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int main(int argc, char **argv) {
  char *end;
  double seconds = argc == 2 ? strtod(argv[1], &end) : -1;
  if (seconds < 0 || *end != 0) {
    fprintf(stderr, "usage: sleep SECONDS\n");
    return 2;
  }
  struct timespec left = {.tv_sec = (time_t)seconds};
  left.tv_nsec = (long)((seconds - left.tv_sec) * 1e9);
  while (nanosleep(&left, &left) != 0) {
    if (errno != EINTR) {
      perror("sleep");
      return 1;
    }
  }
  return 0;
}
