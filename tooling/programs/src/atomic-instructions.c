// The atomic instructions themselves: every AMO on words and doublewords, load-reserved and
// store-conditional with what breaks a reservation.
// run: { "quick": true }
#include "report.h"

static const uint64_t samples[] = {0, 1, 5, 0x7fffffff, 0x80000000, 0xffffffff, 0x7fffffffffffffff, 0x8000000000000000,
                                   0xffffffffffffffff, 0x123456789abcdef0};
#define SAMPLES (sizeof samples / sizeof *samples)

#define AMO(instruction)                                                                          \
  do {                                                                                            \
    uint64_t hash = 0xcbf29ce484222325u;                                                          \
    for (size_t i = 0; i < SAMPLES; i++) {                                                        \
      for (size_t j = 0; j < SAMPLES; j++) {                                                      \
        uint64_t memory[2] = {samples[i], 0xabcdefabcdefabcd}, old;                               \
        __asm__ volatile(instruction " %0, %2, (%1)"                                              \
                         : "=&r"(old)                                                             \
                         : "r"(memory), "r"(samples[j])                                           \
                         : "memory");                                                             \
        hash = (hash ^ old) * 0x100000001b3u;                                                     \
        hash = (hash ^ memory[0]) * 0x100000001b3u + memory[1];                                   \
      }                                                                                           \
    }                                                                                             \
    printf("%-14s %016llx\n", instruction, (unsigned long long)hash);                             \
  } while (0)

static void conditional(void) {
  uint64_t cell = 10, other = 20, loaded, failed;
  __asm__ volatile("lr.d %0, (%2)\n sc.d %1, %3, (%2)" : "=&r"(loaded), "=&r"(failed) : "r"(&cell), "r"(11ul) : "memory");
  printf("lr then sc: loaded %llu, failed %d, cell %llu\n", (unsigned long long)loaded, failed != 0,
         (unsigned long long)cell);
  __asm__ volatile("sc.d %0, %2, (%1)" : "=&r"(failed) : "r"(&cell), "r"(12ul) : "memory");
  printf("sc again: failed %d, cell %llu\n", failed != 0, (unsigned long long)cell);
  __asm__ volatile("lr.d %0, (%2)\n sc.d %1, %4, (%3)"
                   : "=&r"(loaded), "=&r"(failed)
                   : "r"(&cell), "r"(&other), "r"(13ul)
                   : "memory");
  printf("sc elsewhere: failed %d, other %llu\n", failed != 0, (unsigned long long)other);
  uint32_t word = 0x80000000;
  __asm__ volatile("lr.w %0, (%2)\n sc.w %1, %3, (%2)" : "=&r"(loaded), "=&r"(failed) : "r"(&word), "r"(7ul) : "memory");
  printf("lr.w extends the sign: %016llx, failed %d, word %u\n", (unsigned long long)loaded, failed != 0, word);
}

int main(void) {
  AMO("amoswap.d"); AMO("amoadd.d"); AMO("amoxor.d"); AMO("amoand.d"); AMO("amoor.d");
  AMO("amomin.d"); AMO("amomax.d"); AMO("amominu.d"); AMO("amomaxu.d");
  AMO("amoswap.w"); AMO("amoadd.w"); AMO("amoxor.w"); AMO("amoand.w"); AMO("amoor.w");
  AMO("amomin.w"); AMO("amomax.w"); AMO("amominu.w"); AMO("amomaxu.w");
  AMO("amoadd.w.aq"); AMO("amoswap.d.rl"); AMO("amomax.d.aqrl");
  conditional();
  return 0;
}
