// Alternate signal stacks: handlers run there, an overflow of the normal stack is survived.
#include "action.h"
#include "report.h"
#include <setjmp.h>
#include <sys/mman.h>
#include <sys/resource.h>

#define STACK_SIZE 65536

static char *alternate;
static sigjmp_buf back;
static volatile char *fault_address;

static int on_alternate(const void *address) {
  return (const char *)address >= alternate && (const char *)address < alternate + STACK_SIZE;
}

static void where(int signal) {
  char here = 0;
  stack_t current;
  sigaltstack(NULL, &current);
  printf("%s on the alternate stack: %d, SS_ONSTACK %d\n", signal_name(signal), on_alternate(&here),
         (current.ss_flags & SS_ONSTACK) != 0);
  if (signal == SIGUSR1) {
    stack_t other = {.ss_sp = alternate, .ss_size = STACK_SIZE};
    SHOW(sigaltstack(&other, NULL));
    raise(SIGUSR2);
  }
}

static void on_overflow(int signal, siginfo_t *info, void *context) {
  char here = 0;
  (void)context;
  fault_address = info->si_addr;
  printf("%s on the alternate stack: %d\n", signal_name(signal), on_alternate(&here));
  siglongjmp(back, 1);
}

static int dive(volatile char *above) {
  volatile char frame[1024];
  frame[0] = above[0];
  return frame[0] != 0 ? 0 : dive(frame) + frame[0];
}

int main(void) {
  struct sigaction plain = {.sa_handler = where}, onstack = {.sa_handler = where, .sa_flags = SA_ONSTACK};
  stack_t stack, old;
  volatile char top = 0;
  alternate = mmap(NULL, STACK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  need(alternate != MAP_FAILED, "mmap");

  sigaltstack(NULL, &old);
  SHOW_TRUTH(old.ss_flags == SS_DISABLE);
  stack = (stack_t){.ss_sp = alternate, .ss_size = 512};
  SHOW(sigaltstack(&stack, NULL));
  stack = (stack_t){.ss_sp = alternate, .ss_size = STACK_SIZE};
  SHOW(sigaltstack(&stack, NULL));
  sigaltstack(NULL, &old);
  SHOW_TRUTH(old.ss_sp == (void *)alternate && old.ss_size == STACK_SIZE && old.ss_flags == 0);

  set_action(SIGHUP, &plain, NULL);
  set_action(SIGUSR1, &onstack, NULL);
  set_action(SIGUSR2, &onstack, NULL);
  raise(SIGHUP);
  raise(SIGUSR1);

  struct sigaction overflow = {.sa_sigaction = on_overflow, .sa_flags = SA_ONSTACK | SA_SIGINFO};
  set_action(SIGSEGV, &overflow, NULL);
  for (int i = 0; i < 2; i++) {
    if (sigsetjmp(back, 1) == 0) printf("%d\n", dive(&top));
    printf("survived overflow %d; fault below the top of the stack: %d\n", i + 1, fault_address < &top);
  }
  stack.ss_flags = SS_DISABLE;
  SHOW(sigaltstack(&stack, &old));
  SHOW_TRUTH(old.ss_flags == 0);
  return 0;
}
