// The counters that user programs may read: they exist, go forward, and agree with the clock.
#include "report.h"
#include <time.h>

#define READ(name)                                              \
  ({                                                            \
    uint64_t value;                                             \
    __asm__ volatile("csrr %0, " name : "=r"(value));           \
    value;                                                      \
  })

int main(void) {
  uint64_t cycle = READ("cycle"), instret = READ("instret"), time = READ("time");
  volatile unsigned turns = 0;
  while (turns < 200000) turns++;
  SHOW_TRUTH(READ("cycle") > cycle);
  SHOW_TRUTH(READ("instret") > instret);
  SHOW_TRUTH(READ("time") >= time);
  uint64_t backward = 0, last = READ("time");
  for (int i = 0; i < 1000; i++) {
    uint64_t now = READ("time");
    backward += now < last;
    last = now;
  }
  SHOW_TRUTH(backward == 0);
  time = READ("time");
  struct timespec pause = {0, 20000000};
  nanosleep(&pause, NULL);
  SHOW_TRUTH(READ("time") > time);
  return 0;
}
