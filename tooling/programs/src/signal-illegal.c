// Instructions that trap: illegal encodings and breakpoints become signals at their own address;
// division by zero does not trap on this machine.
// run: { "quick": true }
#include "action.h"
#include "report.h"
#include <ucontext.h>

static const char *what;
static uintptr_t fault_pc;

/** Steps over the instruction that trapped, which is 2 or 4 bytes long. */
static void on_trap(int signal, siginfo_t *info, void *context) {
  ucontext_t *user = context;
  uintptr_t pc = (uintptr_t)user->uc_mcontext.__gregs[REG_PC];
  fault_pc = pc;
  printf("%s: %s, si_addr is the pc: %d\n", what, signal_name(signal), (uintptr_t)info->si_addr == pc);
  user->uc_mcontext.__gregs[REG_PC] += (*(uint16_t *)pc & 3) == 3 ? 4 : 2;
}

#define TRAP(instruction)                                                                  \
  do {                                                                                     \
    uintptr_t here;                                                                        \
    what = instruction;                                                                    \
    __asm__ volatile("la %0, 1f\n1: " instruction "\n" : "=r"(here) : : "memory");         \
    printf("  stopped at the instruction: %d\n", here == fault_pc);                        \
  } while (0)

int main(void) {
  struct sigaction action = {.sa_sigaction = on_trap, .sa_flags = SA_SIGINFO};
  set_action(SIGILL, &action, NULL);
  set_action(SIGTRAP, &action, NULL);
  TRAP(".4byte 0xffffffff");
  TRAP(".2byte 0x0000");
  TRAP(".4byte 0x0000007f");
  TRAP("csrr t0, 0x7c0");
  TRAP("csrr t0, 0x100");
  TRAP("csrw 0xc00, t0");
  TRAP(".4byte 0x30200073");
  TRAP("ebreak");
  TRAP(".4byte 0x00100073");

  volatile long zero = 0, dividend = 17, least = INT64_MIN, minus = -1;
  volatile int izero = 0, ileast = INT32_MIN;
  long quotient, remainder;
  __asm__ volatile("div %0, %2, %3\n rem %1, %2, %3" : "=&r"(quotient), "=&r"(remainder) : "r"(dividend), "r"(zero));
  printf("17 / 0 = %ld, 17 %% 0 = %ld\n", quotient, remainder);
  __asm__ volatile("div %0, %2, %3\n rem %1, %2, %3" : "=&r"(quotient), "=&r"(remainder) : "r"(least), "r"(minus));
  printf("min / -1 = %ld, min %% -1 = %ld\n", quotient, remainder);
  __asm__ volatile("divw %0, %2, %3\n remw %1, %2, %3" : "=&r"(quotient), "=&r"(remainder) : "r"(ileast), "r"(izero));
  printf("min / 0 = %ld, min %% 0 = %ld\n", quotient, remainder);
  return 0;
}
