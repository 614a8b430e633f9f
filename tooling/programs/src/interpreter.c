// Compute: an assembler and a bytecode machine with a jump table, which run three programs:
// a sieve, Fibonacci numbers, and the longest Collatz chain.
#include "report.h"
#include <ctype.h>

enum op { PUSH, LOAD, STORE, ADD, SUB, MUL, DIV, MOD, LESS, EQUAL, JUMP, UNLESS, CALL, RETURN, GET, PUT, PRINT, HALT, OPS };

static const struct {
  const char *name;
  int has_operand;
} table[OPS] = {{"push", 1}, {"load", 1},  {"store", 1},  {"add", 0},  {"sub", 0},    {"mul", 0},
                {"div", 0},  {"mod", 0},   {"less", 0},   {"equal", 0}, {"jump", 1},  {"unless", 1},
                {"call", 1}, {"return", 0}, {"get", 0},   {"put", 0},  {"print", 0},  {"halt", 0}};

static int64_t variables[26], memory[4000], stack[64];
static int32_t code[400], returns[16];
static uint64_t executed;

static struct {
  char name[16];
  int at;
} labels[32];
static int label_count;

static int label_at(const char *name) {
  for (int i = 0; i < label_count; i++) {
    if (strcmp(labels[i].name, name) == 0) return labels[i].at;
  }
  return -1;
}

/** An operand is a number, a variable of one letter, or a label of several. */
static int operand(const char *word) {
  if (isdigit((unsigned char)*word) || *word == '-') return atoi(word);
  return word[1] == 0 ? word[0] - 'a' : label_at(word);
}

/** One pass over the text; in the first of two, labels are still unknown. */
static void assemble(const char *source) {
  char word[16];
  int length, at = 0;
  label_count = 0;
  for (int pass = 0; pass < 2; pass++) {
    at = 0;
    for (const char *text = source; sscanf(text, "%15s%n", word, &length) == 1; text += length) {
      size_t last = strlen(word) - 1;
      if (word[last] == ':') {
        word[last] = 0;
        if (pass == 0) strcpy(labels[label_count].name, word), labels[label_count++].at = at;
        continue;
      }
      int op = 0;
      while (op < OPS && strcmp(table[op].name, word) != 0) op++;
      code[at++] = op == OPS ? operand(word) : op;
    }
  }
}

static void run(void) {
  static void *const actions[OPS] = {&&push, &&load, &&store, &&add,  &&sub, &&mul, &&div, &&mod, &&less,
                                     &&equal, &&jump, &&unless, &&call, &&ret, &&get, &&put, &&print, &&halt};
  const int32_t *pc = code;
  int64_t *sp = stack;
  int depth = 0;
#define NEXT             \
  do {                   \
    executed++;          \
    goto *actions[*pc++]; \
  } while (0)
#define BINARY(operator)              \
  do {                                \
    sp--;                             \
    sp[-1] = sp[-1] operator sp[0];   \
    NEXT;                             \
  } while (0)
  NEXT;
push: *sp++ = *pc++; NEXT;
load: *sp++ = variables[*pc++]; NEXT;
store: variables[*pc++] = *--sp; NEXT;
add: BINARY(+);
sub: BINARY(-);
mul: BINARY(*);
div: BINARY(/);
mod: BINARY(%);
less: BINARY(<);
equal: BINARY(==);
jump: pc = code + *pc; NEXT;
unless: pc = *--sp == 0 ? code + *pc : pc + 1; NEXT;
call: returns[depth++] = (int32_t)(pc + 1 - code); pc = code + *pc; NEXT;
ret: pc = code + returns[--depth]; NEXT;
get: sp[-1] = memory[sp[-1]]; NEXT;
put: sp -= 2; memory[sp[1]] = sp[0]; NEXT;
print: printf("%lld\n", (long long)*--sp); NEXT;
halt: return;
}

static const char sieve[] =
    "push 2 store i "
    "outer: load i push 4000 less unless done "
    "  load i get unless prime jump next "
    "prime: load n push 1 add store n call strike "
    "next: load i push 1 add store i jump outer "
    "done: load n print halt "
    "strike: load i load i mul store j "
    "again: load j push 4000 less unless back "
    "  push 1 load j put load j load i add store j jump again "
    "back: return";

static const char fibonacci[] =
    "push 0 store a push 1 store b push 0 store i "
    "loop: load i push 90 less unless done "
    "  load a load b add load b store a store b "
    "  load i push 1 add store i jump loop "
    "done: load a print halt";

static const char collatz[] =
    "push 1 store s "
    "start: load s push 2000 less unless done "
    "  load s store n push 0 store k "
    "step: load n push 1 equal unless more jump end "
    "more: load k push 1 add store k "
    "  load n push 2 mod unless even "
    "  load n push 3 mul push 1 add store n jump step "
    "even: load n push 2 div store n jump step "
    "end: load x load k less unless skip load k store x load s store y "
    "skip: load s push 1 add store s jump start "
    "done: load y print load x print halt";

int main(void) {
  const char *programs[] = {sieve, fibonacci, collatz};
  for (int i = 0; i < 3; i++) {
    memset(variables, 0, sizeof variables);
    memset(memory, 0, sizeof memory);
    assemble(programs[i]);
    run();
  }
  printf("executed %llu\n", (unsigned long long)executed);
  return 0;
}
