// fork copies private memory on write and shares shared memory; neither side ever sees the
// other's private bytes.
// run: { "quick": true }
#include "report.h"
#include <sys/mman.h>

#define WORDS 4096

static long data[WORDS], blank[WORDS];

static long sum(const long *words) {
  long total = 0;
  for (int i = 0; i < WORDS; i++) total += words[i];
  return total;
}

int main(void) {
  int rw = PROT_READ | PROT_WRITE;
  long *private = mmap(NULL, sizeof data, rw, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  long *shared = mmap(NULL, sizeof data, rw, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  long *heap = malloc(sizeof data);
  long stack[16];
  for (int i = 0; i < WORDS; i++) data[i] = private[i] = shared[i] = heap[i] = i;
  for (int i = 0; i < 16; i++) stack[i] = i;

  for (int generation = 1; generation <= 3; generation++) {
    pid_t child = fork();
    if (child == 0) {
      for (int i = 0; i < WORDS; i += 3) data[i] = private[i] = heap[i] = blank[i] = -generation;
      for (int i = 0; i < WORDS; i += generation) shared[i] += generation;
      stack[generation] = -1;
      pid_t grandchild = fork();
      if (grandchild == 0) {
        private[1] = 1000;
        shared[1] += 1000;
        _exit(sum(private) == sum(data) + 999 ? 0 : 1);
      }
      show_end("grandchild", grandchild);
      printf("child %d: %ld %ld %ld %ld %ld\n", generation, sum(data), sum(private), sum(heap), sum(blank),
             sum(shared));
      _exit(0);
    }
    show_end("child", child);
    printf("parent: %ld %ld %ld %ld %ld, stack %ld\n", sum(data), sum(private), sum(heap), sum(blank), sum(shared),
           stack[generation]);
    private[0] += 10;
  }
  return 0;
}
