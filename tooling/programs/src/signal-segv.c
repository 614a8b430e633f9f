// Faults as signals: address and code, escape by siglongjmp, repair and retry, death when blocked.
// run: { "quick": true }
#include "action.h"
#include "report.h"
#include <setjmp.h>
#include <sys/mman.h>

static sigjmp_buf back;
static char *page;
static long page_size;
static volatile int repairs;

static void escape(int signal, siginfo_t *info, void *context) {
  (void)context;
  const char *code = info->si_code == SEGV_MAPERR ? "SEGV_MAPERR" : info->si_code == SEGV_ACCERR ? "SEGV_ACCERR" : "?";
  long offset = (char *)info->si_addr - page;
  if (offset >= 0 && offset < 4 * page_size) printf("%s %s at page + %ld\n", signal_name(signal), code, offset);
  else printf("%s %s at %p\n", signal_name(signal), code, info->si_addr);
  siglongjmp(back, 1);
}

static void repair(int signal, siginfo_t *info, void *context) {
  (void)signal, (void)context;
  char *start = page + ((char *)info->si_addr - page) / page_size * page_size;
  mprotect(start, page_size, PROT_READ | PROT_WRITE);
  repairs++;
}

static void install(void (*handler)(int, siginfo_t *, void *)) {
  struct sigaction action = {.sa_sigaction = handler, .sa_flags = SA_SIGINFO};
  set_action(SIGSEGV, &action, NULL);
}

#define ATTEMPT(statement)                  \
  do {                                      \
    if (sigsetjmp(back, 1) == 0) {          \
      statement;                            \
      printf("no fault: %s\n", #statement); \
    }                                       \
  } while (0)

int main(void) {
  page_size = sysconf(_SC_PAGESIZE);
  page = mmap(NULL, 4 * page_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  need(page != MAP_FAILED, "mmap");
  mprotect(page + page_size, page_size, PROT_READ);
  mprotect(page + 2 * page_size, page_size, PROT_NONE);
  munmap(page + 3 * page_size, page_size);
  volatile char *volatile bytes = page;
  volatile char *volatile low = (volatile char *)16;
  volatile char sink;

  install(escape);
  ATTEMPT(bytes[10] = 1);
  ATTEMPT(sink = bytes[page_size + 5]);
  ATTEMPT(bytes[page_size + 5] = 1);
  ATTEMPT(sink = bytes[2 * page_size + 7]);
  ATTEMPT(bytes[3 * page_size + 9] = 1);
  ATTEMPT(sink = *low);
  ATTEMPT(((void (*)(void))(uintptr_t)bytes)());
  // The first byte that cannot be reached is the one that is named, also in a wide access.
  volatile uint64_t *wide = (volatile uint64_t *)(page + 3 * page_size);
  ATTEMPT(sink = (char)wide[1]);

  sigset_t mask;
  sigprocmask(SIG_BLOCK, NULL, &mask);
  SHOW_TRUTH(sigismember(&mask, SIGSEGV) == 0);

  install(repair);
  bytes[page_size + 100] = 42;
  bytes[2 * page_size + 200] = bytes[page_size + 100] + 1;
  printf("repaired %d pages, read back %d\n", repairs, bytes[2 * page_size + 200]);

  pid_t child = fork();
  if (child == 0) {
    sigemptyset(&mask);
    sigaddset(&mask, SIGSEGV);
    sigprocmask(SIG_BLOCK, &mask, NULL);
    *low = 1;
    _exit(0);
  }
  show_end("child that blocked SIGSEGV", child);
  child = fork();
  if (child == 0) {
    signal(SIGSEGV, SIG_IGN);
    *low = 1;
    _exit(0);
  }
  show_end("child that ignored SIGSEGV", child);
  (void)sink;
  return 0;
}
