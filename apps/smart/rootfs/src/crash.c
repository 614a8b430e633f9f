// crash [how]: dies in the way asked for, to see how the system reports it and goes on.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static volatile int *volatile nowhere = (volatile int *)0xdeadbee0;
static const int constant = 1;

static void crash_read(void) { printf("%d\n", *nowhere); }
static void crash_write(void) { *nowhere = 42; }
static void crash_constant(void) { *(volatile int *)&constant = 2; }
static void crash_jump(void) { ((void (*)(void))nowhere)(); }
static void crash_illegal(void) { __asm__ volatile(".4byte 0xffffffff"); }
static void crash_break(void) { __asm__ volatile("ebreak"); }
static void crash_abort(void) { abort(); }

// Each frame writes its buffer and has something left to do, so that this stays a recursion.
static int crash_deeper(volatile char *above) {
  volatile char frame[512];
  frame[0] = above[0];
  return frame[0] != 0 ? 0 : crash_deeper(frame) + frame[0];
}
static void crash_stack(void) {
  volatile char top = 0;
  crash_deeper(&top);
}

static const struct {
  const char *name;
  const char *what;
  void (*run)(void);
} ways[] = {
    {"write", "write to an address where nothing is (the default)", crash_write},
    {"read", "read from an address where nothing is", crash_read},
    {"constant", "write to read-only data", crash_constant},
    {"jump", "jump to an address where nothing is", crash_jump},
    {"illegal", "execute an instruction that does not exist", crash_illegal},
    {"break", "execute a breakpoint nobody waits for", crash_break},
    {"stack", "recurse until the stack ends", crash_stack},
    {"abort", "call abort()", crash_abort},
};

int main(int argc, char **argv) {
  const char *name = argc > 1 ? argv[1] : ways[0].name;
  for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
    if (strcmp(ways[i].name, name) != 0) continue;
    printf("crash: going to %s\n", ways[i].what);
    fflush(stdout);
    ways[i].run();
    printf("crash: still alive, which is a bug\n");
    return 1;
  }
  fprintf(stderr, "usage: crash [how]\n");
  for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
    fprintf(stderr, "  %-9s %s\n", ways[i].name, ways[i].what);
  }
  return 2;
}
