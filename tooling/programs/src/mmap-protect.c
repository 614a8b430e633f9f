// mprotect: every protection, split areas, write barriers by faults, execute permission.
#include "report.h"
#include <setjmp.h>
#include <sys/mman.h>

static sigjmp_buf back;
static long page;

static void escape(int signal) {
  (void)signal;
  siglongjmp(back, 1);
}

/** What may be done with the first bytes of a page: letters of "rwx". */
static const char *access_of(volatile char *address) {
  static char text[4];
  volatile char sink;
  text[0] = text[1] = text[2] = '-';
  if (sigsetjmp(back, 1) == 0) {
    sink = *address;
    text[0] = 'r';
  }
  if (sigsetjmp(back, 1) == 0) {
    *(volatile uint16_t *)address = 0x8082;
    text[1] = 'w';
  }
  if (sigsetjmp(back, 1) == 0) {
    __asm__ volatile("fence.i" ::: "memory");
    ((void (*)(void))(uintptr_t)address)();
    text[2] = 'x';
  }
  (void)sink;
  return text;
}

int main(void) {
  struct sigaction action = {.sa_handler = escape};
  sigaction(SIGSEGV, &action, NULL);
  page = sysconf(_SC_PAGESIZE);
  char *base = mmap(NULL, 8 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  need(base != MAP_FAILED, "mmap");
  // Every page holds a return instruction, so that jumping to it is harmless.
  for (int i = 0; i < 8; i++) *(uint16_t *)(base + i * page) = 0x8082;

  const int protections[] = {PROT_NONE, PROT_READ, PROT_READ | PROT_WRITE, PROT_READ | PROT_EXEC,
                             PROT_READ | PROT_WRITE | PROT_EXEC};
  for (int i = 0; i < 5; i++) SHOW(mprotect(base + (i + 1) * page, page, protections[i]));
  for (int i = 0; i < 8; i++) printf("page %d: %s\n", i, access_of(base + i * page));

  SHOW(mprotect(base, 8 * page, PROT_READ));
  for (int i = 0; i < 8; i += 3) printf("page %d: %s\n", i, access_of(base + i * page));
  SHOW(munmap(base + 4 * page, page));
  SHOW(mprotect(base + 3 * page, 3 * page, PROT_READ | PROT_WRITE));
  SHOW(mprotect(base + 4 * page, page, PROT_READ));
  SHOW(mprotect(base + 5 * page, 2 * page, PROT_READ | PROT_WRITE));
  for (int i = 5; i < 8; i++) printf("page %d: %s\n", i, access_of(base + i * page));

  // Many switches of one page: no stale translation may remain.
  volatile char *flip = base;
  int wrong = 0;
  for (int i = 0; i < 200; i++) {
    mprotect(base, page, i % 2 ? PROT_READ | PROT_WRITE : PROT_READ);
    volatile int stored = 0;
    if (sigsetjmp(back, 1) == 0) {
      flip[64] = (char)i;
      stored = 1;
    }
    wrong += stored != i % 2;
  }
  printf("wrong %d, last stored %d\n", wrong, (unsigned char)flip[64]);
  return 0;
}
