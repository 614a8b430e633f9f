// clone by hand: a child by fork's flags with thread-id words, and gettid against getpid.
#include "report.h"
#include <sched.h>
#include <sys/mman.h>
#include <sys/syscall.h>

int main(void) {
  int *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  need(shared != MAP_FAILED, "mmap");
  SHOW_TRUTH(syscall(SYS_gettid) == getpid());
  SHOW_TRUTH(syscall(SYS_set_tid_address, &shared[0]) == getpid());

  long child = syscall(SYS_clone, SIGCHLD | CLONE_CHILD_SETTID, 0, 0, 0, &shared[1]);
  if (child == 0) {
    shared[2] = (int)syscall(SYS_gettid);
    shared[3] = getpid();
    _exit(17);
  }
  show_end("child", (pid_t)child);
  SHOW_TRUTH(shared[1] == child && shared[2] == child && shared[3] == child);

  // A child on a stack of its own, in a copy of the address space.
  char *stack = mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  need(stack != MAP_FAILED, "mmap");
  register long a0 __asm__("a0") = SIGCHLD;
  register long a1 __asm__("a1") = (long)(stack + 65536);
  register long a2 __asm__("a2") = 0;
  register long a3 __asm__("a3") = 0;
  register long a4 __asm__("a4") = 0;
  register long a7 __asm__("a7") = SYS_clone;
  __asm__ volatile(
      "ecall\n bnez a0, 1f\n"
      // In the child: exit with 40 when sp is the stack that was given, with 41 otherwise.
      "xor a0, sp, a1\n snez a0, a0\n addi a0, a0, 40\n li a7, 93\n ecall\n 1:"
      : "+r"(a0)
      : "r"(a1), "r"(a2), "r"(a3), "r"(a4), "r"(a7)
      : "memory");
  show_end("child with its own stack", (pid_t)a0);
  SHOW(syscall(SYS_clone, CLONE_THREAD | SIGCHLD, 0, 0, 0, 0));
  SHOW(syscall(SYS_clone, CLONE_SIGHAND | SIGCHLD, 0, 0, 0, 0));
  return 0;
}
