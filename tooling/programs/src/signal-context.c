// The saved context: a handler sees and changes the registers of the code it interrupted, and
// all of them come back otherwise unharmed.
#include "action.h"
#include "report.h"
#include <sys/time.h>
#include <ucontext.h>

static volatile sig_atomic_t ticks;

// Enough work in the handler to use every register that a call may clobber.
static void scramble(int signal) {
  (void)signal;
  ticks++;
  volatile unsigned long sink = 1;
  unsigned long a = ticks, b = a * 3, c = b * 5, d = c * 7, e = d * 11, f = e * 13, g = f * 17, h = g * 19;
  for (int i = 0; i < 50; i++) {
    a += h ^ b, b += a ^ c, c += b ^ d, d += c ^ e, e += d ^ f, f += e ^ g, g += f ^ h, h += g ^ a;
    sink += a + b + c + d + e + f + g + h;
  }
}

static void replace(int signal, siginfo_t *info, void *context) {
  (void)signal, (void)info;
  ucontext_t *user = context;
  // t3 and t4 are x28 and x29.
  printf("handler sees t3 = %ld, t4 = %ld\n", (long)user->uc_mcontext.__gregs[28],
         (long)user->uc_mcontext.__gregs[29]);
  user->uc_mcontext.__gregs[28] = 1234;
  user->uc_mcontext.__gregs[REG_PC] += 4;
  sigaddset(&user->uc_sigmask, SIGUSR2);
}

static unsigned long compute(void) {
  unsigned long r[16];
  for (int i = 0; i < 16; i++) r[i] = i * 0x9e3779b97f4a7c15u;
  for (int round = 0; round < 3000; round++) {
    for (int i = 0; i < 16; i++) r[i] = (r[i] ^ r[(i + 7) & 15]) * 6364136223846793005u + (r[(i + 3) & 15] >> 17);
  }
  unsigned long sum = 0;
  for (int i = 0; i < 16; i++) sum ^= r[i];
  return sum;
}

int main(void) {
  unsigned long expected = compute();
  struct sigaction action = {.sa_handler = scramble};
  struct itimerval often = {{0, 500}, {0, 500}}, never = {{0, 0}, {0, 0}};
  set_action(SIGALRM, &action, NULL);
  setitimer(ITIMER_REAL, &often, NULL);
  long wrong = 0;
  for (int i = 0; i < 60 || ticks < 20; i++) wrong += compute() != expected;
  setitimer(ITIMER_REAL, &never, NULL);
  printf("result %016lx, wrong %ld\n", expected, wrong);

  action = (struct sigaction){.sa_sigaction = replace, .sa_flags = SA_SIGINFO};
  set_action(SIGILL, &action, NULL);
  long t3, t4;
  __asm__ volatile("li t3, 55\n li t4, 66\n .4byte 0xffffffff\n mv %0, t3\n mv %1, t4\n"
                   : "=r"(t3), "=r"(t4)
                   :
                   : "t3", "t4", "memory");
  printf("after: t3 = %ld, t4 = %ld\n", t3, t4);
  sigset_t mask;
  sigprocmask(SIG_BLOCK, NULL, &mask);
  printf("mask changed by the handler: SIGUSR2 %d, SIGILL %d\n", sigismember(&mask, SIGUSR2),
         sigismember(&mask, SIGILL));
  return 0;
}
