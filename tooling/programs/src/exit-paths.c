// Ways to end: return, exit, _Exit, quick_exit, the last thread, exit from a thread; which
// handlers run and what becomes of buffered output.
// run: { "quick": true }
#include "report.h"
#include <pthread.h>

static void first(void) { puts("atexit: first registered"); }
static void second(void) { puts("atexit: second registered"); }
static void at_quick(void) { puts("at_quick_exit"); }

static void *end_process(void *unused) {
  exit(21);
  return unused;
}

static void *outlive(void *unused) {
  usleep(50000);
  puts("the last thread ends");
  return unused;
}

static void run(const char *name, void (*body)(void)) {
  printf("-- %s\n", name);
  pid_t child = fork();
  if (child == 0) {
    atexit(first);
    atexit(second);
    at_quick_exit(at_quick);
    body();
    exit(99);
  }
  show_end(name, child);
}

static void by_exit(void) { exit(300); }
static void by_immediate(void) { _Exit(7); }
static void by_quick(void) { quick_exit(8); }
static void by_thread(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, end_process, NULL);
  pthread_join(thread, NULL);
}
static void by_last_thread(void) {
  pthread_t thread;
  pthread_create(&thread, NULL, outlive, NULL);
  pthread_exit(NULL);
}
static void nested(void) {
  atexit(first);
  exit(5);
}

int main(void) {
  run("exit", by_exit);
  run("_Exit", by_immediate);
  run("quick_exit", by_quick);
  run("exit in a thread", by_thread);
  run("pthread_exit in main", by_last_thread);
  run("handler registered twice", nested);
  puts("-- end of main");
  atexit(second);
  return 42;
}
