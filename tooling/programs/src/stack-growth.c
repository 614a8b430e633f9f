// The stack grows by itself up to its limit: deep recursion, large frames, allocas.
#include "report.h"
#include <alloca.h>
#include <sys/resource.h>

static unsigned long descend(int depth, unsigned long sum) {
  volatile unsigned char frame[256];
  frame[depth & 255] = (unsigned char)depth;
  if (depth == 0) return sum;
  unsigned long deeper = descend(depth - 1, sum + frame[depth & 255]);
  return deeper + (frame[depth & 255] != (unsigned char)depth);
}

static unsigned long large_frame(int seed) {
  volatile unsigned char frame[2 * 1024 * 1024];
  unsigned long sum = 0;
  // From the far end first: growth must not depend on touching pages in order.
  for (size_t i = 0; i < sizeof frame; i += 4096) frame[i] = (unsigned char)(seed + i / 4096);
  for (size_t i = 0; i < sizeof frame; i += 4096) sum += frame[i];
  return sum;
}

static int ackermann(int m, int n) {
  return m == 0 ? n + 1 : n == 0 ? ackermann(m - 1, 1) : ackermann(m - 1, ackermann(m, n - 1));
}

int main(void) {
  struct rlimit limit;
  SHOW(getrlimit(RLIMIT_STACK, &limit));
  SHOW_TRUTH(limit.rlim_cur >= 8ul << 20);
  printf("descend %lu\n", descend(14000, 0));
  printf("descend again %lu\n", descend(14000, 1));
  printf("large frame %lu\n", large_frame(3));
  unsigned long sum = 0;
  for (int i = 1; i <= 50; i++) {
    volatile unsigned char *block = alloca(i * 1000);
    block[0] = block[i * 1000 - 1] = (unsigned char)i;
    sum += block[0] + block[i * 1000 - 1];
  }
  printf("alloca %lu\n", sum);
  printf("ackermann %d\n", ackermann(2, 300));
  pid_t child = fork();
  if (child == 0) _exit(descend(5000, 0) == descend(5000, 0) ? 0 : 1);
  show_end("child", child);
  return 0;
}
