// The four rounding modes that C knows, on every operation that rounds.
#include "exact.h"
#include "report.h"
#include <fenv.h>

static const struct {
  int mode;
  const char *name;
} modes[] = {{FE_TONEAREST, "nearest"}, {FE_DOWNWARD, "down"}, {FE_UPWARD, "up"}, {FE_TOWARDZERO, "zero"}};

static void doubles(double a, double b) {
  volatile double x = a, y = b, sum, difference, product, quotient, root, fused;
  sum = x + y;
  difference = x - y;
  product = x * y;
  quotient = x / y;
  root = sqrt(fabs(x));
  fused = fma(x, y, -x);
  printf("  d %s %s: %s %s %s %s %s %s\n", exact(a), exact(b), exact(sum), exact(difference), exact(product),
         exact(quotient), exact(root), exact(fused));
}

static void floats(float a, float b) {
  volatile float x = a, y = b, sum, product, quotient, root, fused;
  sum = x + y;
  product = x * y;
  quotient = x / y;
  root = sqrtf(fabsf(x));
  fused = fmaf(x, y, -x);
  printf("  f %a %a: %a %a %a %a %a\n", a, b, sum, product, quotient, root, fused);
}

static void conversions(double a) {
  volatile double x = a;
  volatile float narrow = (float)x;
  volatile long integer = 9007199254740995;
  volatile int small = 16777219;
  printf("  %a: %ld %lld %ld %a float %a\n", a, lrint(x), llrint(x), lround(x), rint(x), narrow);
  printf("  nearbyint %a, from long %a, from int %a, from unsigned %a\n", nearbyint(x), (double)integer,
         (float)small, (float)(unsigned long)integer);
}

int main(void) {
  for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
    int error = fesetround(modes[i].mode);
    printf("%s: set %d, now %d\n", modes[i].name, error, fegetround() == modes[i].mode);
    doubles(1.0, 3.0);
    doubles(-0.1, 0.7);
    doubles(0x1.fffffffffffffp1023, 2.0);
    doubles(0x1p-1074, 0x1p-1);
    doubles(-0x1.8p-1022, 0x1.3p-3);
    floats(1.0f, 3.0f);
    floats(-0x1.fffffep127f, 1.5f);
    floats(0x1p-149f, 0.3f);
    conversions(2.5);
    conversions(-2.5);
    conversions(3.5);
    conversions(-0.4);
    conversions(1e10 + 0.7);
    conversions(0x1.0000001p-130);
  }
  fesetround(FE_TONEAREST);
  return 0;
}
