// What the memory calls refuse, and with which error.
#include "report.h"
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>

// Raw, so that no library checks anything before the kernel does.
static long map(unsigned long address, unsigned long length, int protection, int flags, int fd, long offset) {
  return syscall(SYS_mmap, address, length, protection, flags, fd, offset);
}

int main(void) {
  long page = sysconf(_SC_PAGESIZE);
  int rw = PROT_READ | PROT_WRITE, private = MAP_PRIVATE | MAP_ANONYMOUS;
  int write_only, read_only, pipe_ends[2];
  enter_scratch();
  write_only = open("file", O_WRONLY | O_CREAT, 0600);
  read_only = open("file", O_RDONLY);
  need(pipe(pipe_ends) == 0, "pipe");

  SHOW(map(0, 0, rw, private, -1, 0));
  SHOW(map(0, page, rw, MAP_ANONYMOUS, -1, 0));
  SHOW(map(0, page, rw, MAP_PRIVATE, -1, 0));
  SHOW(map(0, page, rw, MAP_PRIVATE, read_only, 100));
  SHOW(map(123, page, rw, private | MAP_FIXED, -1, 0));
  SHOW(map(0, page, PROT_READ, MAP_SHARED, write_only, 0));
  SHOW(map(0, page, rw, MAP_SHARED, read_only, 0));
  SHOW(map(0, page, PROT_READ, MAP_PRIVATE, pipe_ends[0], 0));
  SHOW(map(0, 1ul << 62, rw, private, -1, 0));
  SHOW(munmap((void *)1, page));
  SHOW(munmap((void *)(uintptr_t)(64 * page), 0));
  SHOW(madvise((void *)1, page, MADV_DONTNEED));
  SHOW(msync((void *)(uintptr_t)(64 * page), page, MS_SYNC | MS_ASYNC));
  OK(map(0, page, PROT_NONE, private, -1, 0));
  OK(map(0, 1, rw, private, -1, 0));
  return 0;
}
