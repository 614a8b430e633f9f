// What each signal does to a process that did nothing about it, as its parent sees it.
#include "action.h"
#include "report.h"

static void try_signal(int signal) {
  int status;
  pid_t child = fork();
  if (child == 0) {
    raise(signal);
    _exit(0);
  }
  waitpid(child, &status, WUNTRACED);
  char name[32];
  snprintf(name, sizeof name, "raise(%s):", signal_name(signal));
  show_status(name, status);
  if (WIFSTOPPED(status)) {
    kill(child, SIGCONT);
    show_end("  then", child);
  }
}

static void fault(const char *name, void (*body)(void)) {
  pid_t child = fork();
  if (child == 0) {
    body();
    _exit(0);
  }
  show_end(name, child);
}

static void touch_nothing(void) { *(volatile int *)nowhere = 1; }
static void illegal(void) { __asm__ volatile(".4byte 0xffffffff"); }
static void breakpoint(void) { __asm__ volatile("ebreak"); }
static void call_abort(void) { abort(); }
static void ignore_and_abort(void) {
  signal(SIGABRT, SIG_IGN);
  abort();
}
static void broken_pipe(void) {
  int ends[2];
  (void)!pipe(ends);
  close(ends[0]);
  (void)!write(ends[1], "x", 1);
}

int main(void) {
  const int signals[] = {SIGHUP,  SIGINT,  SIGQUIT, SIGILL,  SIGTRAP, SIGABRT,   SIGBUS,  SIGFPE,   SIGKILL, SIGUSR1,
                         SIGSEGV, SIGUSR2, SIGPIPE, SIGALRM, SIGTERM, SIGCHLD,   SIGCONT, SIGSTOP,  SIGURG,  SIGXCPU,
                         SIGXFSZ, SIGPROF, SIGIO,   SIGPWR,  SIGSYS,  SIGVTALRM, SIGWINCH};
  for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) try_signal(signals[i]);
  fault("a write to nowhere:", touch_nothing);
  fault("an illegal instruction:", illegal);
  fault("a breakpoint:", breakpoint);
  fault("abort:", call_abort);
  fault("abort with SIGABRT ignored:", ignore_and_abort);
  fault("a write to a closed pipe:", broken_pipe);
  return 0;
}
