// brk: the program break moves both ways, new memory is zero, also memory that was given back.
#include "report.h"
#include <sys/syscall.h>

// The calls go to the kernel directly: one of the libraries keeps the break for itself.
static char *set_break(char *address) { return (char *)syscall(SYS_brk, address); }

int main(void) {
  char *start = set_break(NULL);
  long size = 300000;
  SHOW_TRUTH(start != NULL);
  SHOW_TRUTH(set_break(start + size) == start + size);
  int zero = 1;
  for (long i = 0; i < size; i++) zero &= start[i] == 0;
  printf("zero at first: %d\n", zero);
  memset(start, 0x5a, size);
  SHOW_TRUTH(set_break(start + 100000) == start + 100000);
  printf("kept: %x %x\n", start[0], start[99999]);
  SHOW_TRUTH(set_break(start + size) == start + size);
  zero = 1;
  for (long i = 110592; i < size; i++) zero &= start[i] == 0;
  printf("zero after giving back: %d, kept %x\n", zero, start[99999]);
  SHOW_TRUTH(set_break(start) == start);
  SHOW_TRUTH(set_break((char *)16) == start);
  SHOW_TRUTH(set_break((char *)(1ul << 62)) == start);
  SHOW_TRUTH(set_break(start + 1) == start + 1);
  start[0] = 7;
  printf("one byte: %d\n", start[0]);
  return 0;
}
