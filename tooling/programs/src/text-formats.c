// printf and scanf: every conversion, width, precision, flag and length that is defined.
#include "report.h"
#include <limits.h>
#include <stdarg.h>
#include <stddef.h>

static int collect(char *into, size_t size, const char *format, ...) {
  va_list arguments, copy;
  va_start(arguments, format);
  va_copy(copy, arguments);
  int needed = vsnprintf(NULL, 0, format, copy);
  va_end(copy);
  vsnprintf(into, size, format, arguments);
  va_end(arguments);
  return needed;
}

int main(void) {
  printf("[%d] [%5d] [%-5d] [%05d] [%+d] [% d] [%.3d] [%8.3d] [%-8.3d]\n", 42, 42, 42, 42, 42, 42, 7, 7, 7);
  printf("[%u] [%o] [%#o] [%x] [%#x] [%X] [%#X] [%c] [%%]\n", 42u, 42u, 42u, 255u, 255u, 255u, 255u, 'c');
  printf("[%hhd] [%hd] [%ld] [%lld] [%zu] [%td] [%jd]\n", (signed char)-1, (short)-300, LONG_MIN, LLONG_MAX, SIZE_MAX,
         (ptrdiff_t)-5, (intmax_t)77);
  printf("[%s] [%10s] [%-10s] [%.2s] [%10.2s] [%*s] [%-*s]\n", "text", "text", "text", "text", "text", 6, "ab", 6, "ab");
  printf("[%.0d] [%5.0d] [%+.0d] [%d] [%i]\n", 0, 0, 0, INT_MIN, INT_MAX);
  printf("[%5c] [%-5c] [%05x] [%-#8x|] [%+05d] [%- 5d]\n", 'a', 'b', 0xabu, 0xabu, 3, 4);
  printf("[%2$s %1$d %2$.3s]\n", 5, "position");
  int so_far;
  printf("twelve chars%n", &so_far);
  printf(" %d\n", so_far);

  char small[8];
  int needed = collect(small, sizeof small, "%s-%d", "longer than eight", 5);
  printf("'%s' of %d\n", small, needed);
  needed = collect(small, sizeof small, "%d%c%s%.1f", 1, '2', "3", 4.0);
  printf("'%s' of %d\n", small, needed);

  int a = 0, b = 0;
  unsigned u = 0;
  long long l = 0;
  char word[20] = "", set[20] = "", c = 0, d = 0;
  float f = 0;
  double g = 0;
  printf("%d:", sscanf("12 -7 0xff word", "%d %d %x %19s", &a, &b, &u, word));
  printf(" %d %d %u %s\n", a, b, u, word);
  printf("%d:", sscanf("3.5e2 1e-3 xyzabc", "%f %lf %19[a-z]", &f, &g, set));
  printf(" %g %g %s\n", f, g, set);
  printf("%d:", sscanf("077 0x1f", "%i %i", &a, &b));
  printf(" %d %d\n", a, b);
  printf("%d:", sscanf("ab 123456", "%c%c %3d%n", &c, &d, &a, &b));
  printf(" %c %c %d %d\n", c, d, a, b);
  printf("%d:", sscanf("key=value", "%19[^=]=%19s", word, set));
  printf(" %s %s\n", word, set);
  printf("%d ", sscanf("nothing", "%d", &a));
  printf("%d ", sscanf("", "%d", &a));
  printf("%d ", sscanf("9 skipped 8", "%d %*s %d", &a, &b));
  printf("%d %d\n", a, b);
  printf("%d:", sscanf("-9223372036854775808", "%lld", &l));
  printf(" %lld\n", l);
  printf("%d ", sscanf("5%", "%d%%%n", &a, &b));
  printf("%d %d\n", a, b);
  return 0;
}
