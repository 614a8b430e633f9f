// Programs that write code: machine words put into memory, run, changed and run again, at the
// same address, on a moved page, and in a child.
// run: { "quick": true }
#include "report.h"
#include <sys/mman.h>

typedef long (*function)(long);

/** Writes `a0 = a0 + constant; return`. */
static void emit_add(uint32_t *at, int constant) {
  at[0] = (uint32_t)constant << 20 | 10 << 15 | 0 << 12 | 10 << 7 | 0x13;
  at[1] = 0x00008067;
  __builtin___clear_cache((char *)at, (char *)(at + 2));
}

int main(void) {
  long page = sysconf(_SC_PAGESIZE);
  int rwx = PROT_READ | PROT_WRITE | PROT_EXEC;
  uint32_t *code = mmap(NULL, 2 * page, rwx, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  need(code != MAP_FAILED, "mmap");
  function call = (function)(uintptr_t)code;

  emit_add(code, 5);
  printf("%ld\n", call(100));
  emit_add(code, -7);
  printf("%ld\n", call(100));

  long wrong = 0;
  for (int i = 0; i < 300; i++) {
    emit_add(code, i);
    wrong += call(1000) != 1000 + i;
  }
  printf("wrong after 300 rewrites: %ld\n", wrong);

  // An instruction that lies across the border of two pages.
  uint16_t *border = (uint16_t *)((char *)code + page - 2);
  for (int i = 1; i <= 3; i++) {
    uint32_t words[2];
    emit_add(words, i * 11);
    memcpy(border, words, sizeof words);
    __builtin___clear_cache((char *)border, (char *)(border + 4));
    printf("across a border: %ld\n", ((function)(uintptr_t)border)(0));
  }

  // Writable first, executable after: how careful translators do it.
  uint32_t *strict = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  for (int i = 0; i < 3; i++) {
    mprotect(strict, page, PROT_READ | PROT_WRITE);
    emit_add(strict, 20 + i);
    mprotect(strict, page, PROT_READ | PROT_EXEC);
    printf("strict: %ld\n", ((function)(uintptr_t)strict)(1));
  }

  // The child's code must not become the parent's.
  emit_add(code, 1);
  wrong = call(0) != 1;
  pid_t child = fork();
  if (child == 0) {
    emit_add(code, 2);
    _exit((int)call(40));
  }
  show_end("child", child);
  printf("parent still adds %ld\n", call(0));

  uint32_t *again = mmap(code, page, rwx, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
  emit_add(again, 99);
  printf("on a new page at the old address: %ld\n", call(1));
  return (int)wrong;
}
