// eat [MiB]: takes memory and writes to every page of it, until the system says no or the
// given amount is reached. Then it ends, and everything must come back.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define MIB (1024L * 1024)

int main(int argc, char **argv) {
  long limit = argc > 1 ? atol(argv[1]) : 1L << 30;
  long eaten = 0;
  while (eaten < limit) {
    char *bite = mmap(NULL, MIB, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (bite == MAP_FAILED) {
      printf("eat: %s after %ld MiB\n", strerror(errno), eaten);
      return errno == ENOMEM ? 0 : 1;
    }
    memset(bite, 0xa5, MIB);
    eaten++;
    // Progress is printed before it is needed: the system may end us without a last word.
    if ((eaten & (eaten - 1)) == 0 || eaten % 16 == 0) {
      printf("eat: %ld MiB\n", eaten);
      fflush(stdout);
    }
  }
  printf("eat: full after %ld MiB\n", eaten);
  return 0;
}
