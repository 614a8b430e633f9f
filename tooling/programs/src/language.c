// What compilers make of C: variable arguments, long jumps, structs by value, bit fields, generic
// selection, alignment, variable-length arrays, switch tables, function pointers, 128-bit integers.
// run: { "quick": true }
#include "report.h"
#include <complex.h>
#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdnoreturn.h>

struct small { char a; short b; };
struct pair { double x; long n; };
struct singles { float x, y; };
struct large { long words[9]; };
struct fields { unsigned a : 3; int b : 5; unsigned long c : 40; unsigned : 0; unsigned d : 1; };

static struct small bump_small(struct small s) { return (struct small){(char)(s.a + 1), (short)(s.b - 1)}; }
static struct pair bump_pair(struct pair p) { return (struct pair){p.x * 2, p.n * 3}; }
static struct singles swap(struct singles s) { return (struct singles){s.y, s.x}; }
static struct large fill(struct large l, long by) {
  for (int i = 0; i < 9; i++) l.words[i] += by * i;
  return l;
}

static long sum_mixed(int count, ...) {
  va_list list;
  double total = 0;
  va_start(list, count);
  for (int i = 0; i < count; i++) {
    switch (i % 4) {
      case 0: total += va_arg(list, int); break;
      case 1: total += va_arg(list, double); break;
      case 2: total += (double)va_arg(list, long long); break;
      default: total += va_arg(list, struct pair).x;
    }
  }
  va_end(list);
  return (long)(total * 100);
}

static jmp_buf stop;
static int unwound;

noreturn static void give_up(int code) { longjmp(stop, code); }
static void deep(int depth) {
  volatile char frame[64];
  frame[0] = (char)depth;
  if (depth < 0) return;
  if (depth == 0) give_up(7);
  deep(depth - 1);
  unwound += frame[0];
}

#define KIND(x) _Generic((x), int: "int", unsigned: "unsigned", long: "long", double: "double", char *: "text", default: "other")

static int classify(int n) {
  switch (n) {
    case 0: return 10;
    case 1: return 21;
    case 2: case 3: return 32;
    case 4: n++; __attribute__((fallthrough));
    case 5: return n * 100;
    case 100 ... 110: return 1;
    case -1: return -5;
    case 1000000: return 6;
    default: return 0;
  }
}

static int many_arguments(int a, int b, int c, int d, int e, int f, int g, int h, int i, long j, char k, double l, float m) {
  return a + 2 * b + 3 * c + 4 * d + 5 * e + 6 * f + 7 * g + 8 * h + 9 * i + (int)(10 * j) + 11 * k + (int)(l + m);
}

static int triangle(int n) {
  int row[n + 1], sum = 0;
  for (int i = 0; i <= n; i++) row[i] = i * n;
  for (int i = 0; i <= n; i++) sum += row[i];
  return sum;
}

int main(void) {
  struct small s = bump_small((struct small){'a', -300});
  struct pair p = bump_pair((struct pair){1.25, 7});
  struct singles f = swap((struct singles){1.5f, -2.5f});
  struct large l = fill((struct large){{1, 2, 3, 4, 5, 6, 7, 8, 9}}, 100);
  printf("%c %d %g %ld %g %g %ld %ld\n", s.a, s.b, p.x, p.n, f.x, f.y, l.words[0], l.words[8]);
  printf("%ld\n", sum_mixed(8, 1, 2.5, 3ll, p, -4, 5.25, 6ll, p));
  int code = setjmp(stop);
  if (code == 0) deep(20);
  printf("longjmp gave %d, unwound %d\n", code, unwound);

  struct fields bits = {1, 12, 0xfedcba9876, 1};
  bits.a += 13;
  bits.b -= 30;
  bits.c <<= 4;
  printf("%u %d %lx %u size %zu\n", bits.a, bits.b, (unsigned long)bits.c, bits.d, sizeof bits);
  printf("%s %s %s %s %s\n", KIND(1), KIND(1u), KIND(1l), KIND(1.0), KIND((char *)"x"));
  alignas(64) char aligned[3];
  printf("%d %zu %zu %zu\n", (int)((uintptr_t)aligned % 64), alignof(max_align_t), sizeof(long double), sizeof(wchar_t));
  for (int i = -2; i < 7; i++) printf("%d ", classify(i));
  printf("%d %d\n", classify(105), classify(1000000));
  printf("%d %d\n", many_arguments(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 'k', 12.75, 13.5f), triangle(30));
  int (*functions[])(int) = {classify, triangle, abs};
  for (int i = 0; i < 3; i++) printf("%d ", functions[i](-1 + 2 * i));
  printf("\n");

  unsigned __int128 wide = ((unsigned __int128)0x123456789abcdef0 << 64 | 0xfedcba9876543210) * 3;
  printf("%016llx%016llx ", (unsigned long long)(wide >> 64), (unsigned long long)wide);
  wide /= 1000000007;
  printf("%016llx%016llx %llu\n", (unsigned long long)(wide >> 64), (unsigned long long)wide,
         (unsigned long long)(wide % 97));
  __int128 negative = -((__int128)1 << 100);
  printf("%lld %d\n", (long long)(negative >> 90), (int)(negative / ((__int128)1 << 98)));
  double complex z = (1.5 + 2 * I) * (3 - 1 * I) / (0.5 + 0.25 * I);
  printf("%g %g %g\n", creal(z), cimag(z), cabs(3 + 4 * I));
  long long sum, product;
  int sum_overflows = __builtin_add_overflow((long long)INT64_MAX, 1ll, &sum);
  int product_overflows = __builtin_mul_overflow(1ll << 40, 1ll << 20, &product);
  printf("%d %lld %d %lld\n", sum_overflows, sum, product_overflows, product);
  printf("%d %d %d %d %x\n", __builtin_clzll(1), __builtin_ctz(96), __builtin_popcountll(0xff00ff00ff), __builtin_parity(7),
         __builtin_bswap32(0x12345678));
  return 0;
}
