// Doubles as text and back: every printf form, subnormals, infinities, shortest round trips,
// and quadruple-precision long doubles, which are all software.
#include "exact.h"
#include "report.h"
#include <float.h>

static void print_all(double x) {
  printf("%g | %.17g | %e | %.3f | %s | %G\n", x, x, x, x, exact(x), x);
}

static uint64_t bits_of(double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  return bits;
}

int main(void) {
  const double values[] = {0.0, -0.0, 1, -1, 0.1, 1.0 / 3, 2.5, 3.5, 1e15, 1e16, 1e21, 123456789.987654321,
                           DBL_MAX, DBL_MIN, DBL_TRUE_MIN, DBL_EPSILON, 5e-320, 0x1.fffffffffffffp-3,
                           M_PI, -M_E, INFINITY, -INFINITY, NAN, 9007199254740993.0, 0.5, 1.5, 1e100};
  for (size_t i = 0; i < sizeof values / sizeof *values; i++) print_all(values[i]);

  printf("%10.2f|%-10.2f|%+.1f|% .1f|%010.3f|%#.0f|%.0f %.0f %.0f\n", 3.14159, 3.14159, 2.0, 2.0, -3.14159,
         3.0, 0.5, 1.5, 2.5);
  printf("%.*f %*.*e %.0e %.20f\n", 5, 1.0, 15, 4, 12345.678, 15000.0, 0.1);

  const char *texts[] = {"0.1", "1e308", "1e309", "4.9e-324", "2e-324", "0x1.8p1", "inf", "-nan", "12abc",
                         "9007199254740993", "1.7976931348623158e308", "2.2250738585072011e-308",
                         "6929495644600919.5", "3.14159265358979323846264338327950288"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    char *end;
    errno = 0;
    double x = strtod(texts[i], &end);
    printf("'%s' -> %016llx, rest '%s', %s\n", texts[i],
           isnan(x) ? 0x7ff8000000000000ull : (unsigned long long)bits_of(x), end, errno_name(x == 0 || isinf(x) ? errno : 0));
  }

  uint64_t seed = 1, wrong = 0;
  for (int i = 0; i < 2000; i++) {
    char text[40];
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    double x, y;
    memcpy(&x, &seed, sizeof x);
    snprintf(text, sizeof text, "%.17g", x);
    y = strtod(text, NULL);
    wrong += !isnan(x) && bits_of(x) != bits_of(y);
  }
  printf("round trips that failed: %llu\n", (unsigned long long)wrong);

  float f = 1.0f / 3;
  printf("%.9g %a %.9g\n", f, f, (double)strtof("16777217", NULL));
  long double q = 1.0L / 3;
  printf("%.33Lg %La %.10Lf\n", q, q * 3, sqrtl(2.0L));
  for (int i = 0; i < 20; i++) q = q * 1.5L + 1.0L / (i + 1);
  printf("%.30Lg %.20Lg\n", q, (long double)LDBL_EPSILON);
  return 0;
}
