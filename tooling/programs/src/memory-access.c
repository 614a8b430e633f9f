// Loads and stores of every width, sign and alignment, within a page and across its border.
// run: { "quick": true }
#include "report.h"
#include <sys/mman.h>

static unsigned char *border;

#define LOAD(instruction, at)                                                                       \
  do {                                                                                              \
    uint64_t out;                                                                                   \
    __asm__ volatile(instruction " %0, 0(%1)" : "=r"(out) : "r"(border + (at)) : "memory");         \
    printf("%s at %d: %016llx\n", instruction, at, (unsigned long long)out);                        \
  } while (0)

#define STORE(instruction, at)                                                                      \
  do {                                                                                              \
    __asm__ volatile(instruction " %0, 0(%1)" : : "r"(value), "r"(border + (at)) : "memory");       \
    value = value * 6364136223846793005u + 1442695040888963407u;                                    \
    hash_around();                                                                                  \
    printf(" %s at %d\n", instruction, at);                                                         \
  } while (0)

static void hash_around(void) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (int i = -32; i < 32; i++) hash = (hash ^ border[i]) * 0x100000001b3u;
  printf("%016llx", (unsigned long long)hash);
}

int main(void) {
  unsigned char *pages = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  need(pages != MAP_FAILED, "mmap");
  border = pages + 4096;
  for (int i = -32; i < 32; i++) border[i] = (unsigned char)(i * 37 + 129);

  const int places[] = {-16, -9, -8, -7, -5, -4, -3, -2, -1, 0, 1, 3};
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    LOAD("lb", places[i]);
    LOAD("lbu", places[i]);
    LOAD("lh", places[i]);
    LOAD("lhu", places[i]);
    LOAD("lw", places[i]);
    LOAD("lwu", places[i]);
    LOAD("ld", places[i]);
  }
  uint64_t value = 0x8899aabbccddeeff;
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    STORE("sb", places[i]);
    STORE("sh", places[i]);
    STORE("sw", places[i]);
    STORE("sd", places[i]);
  }
  double d = 0;
  float f = 0;
  for (int at = -8; at < 0; at++) {
    __asm__ volatile("fsd %0, 0(%1)\n" : : "f"(1.0 / (at - 1)), "r"(border + at) : "memory");
    __asm__ volatile("fld %0, 0(%1)" : "=f"(d) : "r"(border + at) : "memory");
    __asm__ volatile("fsw %0, 0(%1)\n" : : "f"((float)at), "r"(border + at + 2) : "memory");
    __asm__ volatile("flw %0, 0(%1)" : "=f"(f) : "r"(border + at + 2) : "memory");
    hash_around();
    printf(" %a %a\n", d, f);
  }
  return 0;
}
