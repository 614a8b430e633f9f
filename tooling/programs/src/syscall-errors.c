// Raw calls with bad numbers, bad pointers and bad arguments: an error each, and no harm.
// run: { "quick": true }
#include "report.h"
#include <fcntl.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>

int main(void) {
  char buffer[16];
  long page = sysconf(_SC_PAGESIZE);
  enter_scratch();
  int fd = open("file", O_RDWR | O_CREAT, 0600);
  need(write(fd, "0123456789", 10) == 10, "write");

  SHOW(syscall(5000));
  SHOW(syscall(-1));
  SHOW(syscall(SYS_read, fd, nowhere, 4));
  SHOW(syscall(SYS_write, fd, nowhere, 4));
  SHOW(syscall(SYS_write, fd, nowhere, 0));
  SHOW(syscall(SYS_openat, AT_FDCWD, nowhere, O_RDONLY));
  SHOW(syscall(SYS_pipe2, nowhere, 0));
  SHOW(syscall(SYS_fstat, fd, nowhere));
  SHOW(syscall(SYS_getcwd, nowhere, 100));
  SHOW(syscall(SYS_clock_gettime, CLOCK_MONOTONIC, nowhere));
  SHOW(syscall(SYS_uname, nowhere));
  SHOW(syscall(SYS_rt_sigaction, SIGUSR1, nowhere, NULL, 8));
  SHOW(syscall(SYS_rt_sigaction, SIGUSR1, NULL, NULL, 4));
  SHOW(syscall(SYS_rt_sigprocmask, SIG_BLOCK, nowhere, NULL, 8));
  SHOW(syscall(SYS_rt_sigprocmask, 77, buffer, NULL, 8));
  SHOW(syscall(SYS_ppoll, nowhere, 1, NULL, NULL, 8));
  SHOW(syscall(SYS_writev, fd, nowhere, 1));
  need(symlink("file", "link") == 0, "symlink");
  SHOW(syscall(SYS_readlinkat, AT_FDCWD, "link", nowhere, 10));
  SHOW(syscall(SYS_getdents64, fd, nowhere, 100));
  SHOW(syscall(SYS_newfstatat, AT_FDCWD, "file", buffer, 0x40000000));
  SHOW(syscall(SYS_kill, getpid(), -5));
  SHOW(syscall(SYS_tgkill, getpid(), 0x3fffffff, 0));
  SHOW(syscall(SYS_tgkill, -1, 1, 0));
  SHOW(syscall(SYS_sched_setscheduler, 0, 999, nowhere));
  SHOW(syscall(SYS_getrlimit, 999, buffer));
  SHOW(syscall(SYS_wait4, -1, NULL, 0x1000, NULL));

  // A buffer that ends in the middle of a transfer.
  char *edge = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  need(edge != MAP_FAILED && munmap(edge + page, page) == 0, "mmap");
  strcpy(edge + page - 5, "file");
  SHOW(syscall(SYS_faccessat, AT_FDCWD, edge + page - 5, F_OK));
  edge[page - 1] = 'x';
  SHOW(syscall(SYS_faccessat, AT_FDCWD, edge + page - 5, F_OK));
  SHOW(syscall(SYS_clock_gettime, CLOCK_MONOTONIC, edge + page - 16));
  SHOW(syscall(SYS_clock_gettime, CLOCK_MONOTONIC, edge + page - 8));

  // Read-only memory is no place for results, and the result is not half there.
  SHOW(mprotect(edge, page, PROT_READ));
  lseek(fd, 0, SEEK_SET);
  SHOW(syscall(SYS_read, fd, edge, 4));
  SHOW(syscall(SYS_write, fd, edge + page - 5, 5));
  SHOW(syscall(SYS_read, fd, (char *)-1, 4));
  SHOW(syscall(SYS_read, fd, (char *)(1ul << 63), 4));
  return 0;
}
