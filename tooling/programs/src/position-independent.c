// A static position-independent executable: it relocates itself, wherever the kernel puts it.
// run: { "quick": true, "pie": true }
#include "report.h"
#include <elf.h>
#include <link.h>
#include <pthread.h>
#include <sys/auxv.h>

extern const ElfW(Ehdr) __ehdr_start __attribute__((visibility("hidden")));

static int twice(int x) { return 2 * x; }
static int square(int x) { return x * x; }

static int target = 5;
static int *const pointer = &target;
static int (*const functions[])(int) = {twice, square};
static const char *const names[] = {"twice", "square"};
static __thread int local = 7;
static __thread int *local_pointer;

static void *in_thread(void *unused) {
  local_pointer = &local;
  local++;
  return (void *)(long)(*local_pointer + (unused != NULL));
}

static int constructed;
__attribute__((constructor)) static void construct(void) { constructed = *pointer + 1; }

int main(void) {
  uintptr_t base = (uintptr_t)&__ehdr_start;
  SHOW_TRUTH(memcmp(__ehdr_start.e_ident, ELFMAG, SELFMAG) == 0);
  SHOW_TRUTH(__ehdr_start.e_type == ET_DYN);
  SHOW_TRUTH(base % 4096 == 0);
  SHOW_TRUTH(getauxval(AT_ENTRY) == base + __ehdr_start.e_entry);
  SHOW_TRUTH(getauxval(AT_PHDR) == base + __ehdr_start.e_phoff);
  SHOW_TRUTH(getauxval(AT_PHNUM) == __ehdr_start.e_phnum);
  SHOW_TRUTH(base > 65536);
  for (int i = 0; i < 2; i++) printf("%s(%d) = %d\n", names[i], *pointer, functions[i](*pointer));
  printf("constructed %d\n", constructed);
  pthread_t thread;
  void *result;
  pthread_create(&thread, NULL, in_thread, NULL);
  pthread_join(thread, &result);
  printf("thread %ld, here %d\n", (long)result, local);
  char *heap = malloc(100000);
  SHOW_TRUTH(heap != NULL);
  pid_t child = fork();
  if (child == 0) _exit(functions[1](6));
  show_end("child", child);
  return 0;
}
