// The mathematical library: functions with exact results bit by bit, the others to nine digits,
// which is where two good libraries agree.
#include "exact.h"
#include "report.h"

static const double inputs[] = {0, -0.0, 0.5, -0.75, 1, 2, -3.7, 10.25, 1e-5, 123.456, -1e10, 0x1p52 + 0.5, 7.0 / 3};
#define INPUTS (sizeof inputs / sizeof *inputs)

static void show_exact(double x) {
  int exponent, quotient;
  double whole, part = modf(x, &whole), fraction = frexp(x, &exponent);
  printf("%a: floor %a ceil %a trunc %a round %a\n", x, floor(x), ceil(x), trunc(x), round(x));
  printf("  modf %a %a frexp %a %d ldexp %a logb %a\n", part, whole, fraction, exponent, ldexp(x, -7), logb(x));
  printf("  fmod %a remainder %a remquo %a", fmod(x, 0.7), remainder(x, 0.7), remquo(x, 0.7, &quotient));
  printf(" %d next %s %s copysign %a fdim %a\n", quotient & 7, exact(nextafter(x, INFINITY)),
         exact(nextafter(x, -INFINITY)), copysign(1.5, x), fdim(x, 1));
}

static void approximate(double x) {
  printf("%.6g: sin %.9g cos %.9g tan %.9g atan %.9g exp %.9g\n", x, sin(x), cos(x), tan(x), atan(x), exp(x / 50));
  double p = fabs(x) + 0.25;
  printf("  log %.9g log2 %.9g log10 %.9g log1p %.9g pow %.9g cbrt %.9g\n", log(p), log2(p), log10(p), log1p(p),
         pow(p, 1.37), cbrt(x));
  printf("  sinh %.9g tanh %.9g expm1 %.9g hypot %.9g atan2 %.9g\n", sinh(x / 100), tanh(x), expm1(x / 1e9),
         hypot(x, 3), atan2(x, -2));
  printf("  erf %.8g tgamma %.8g lgamma %.8g asin %.9g acos %.9g\n", erf(x), tgamma(p / 10 + 1), lgamma(p),
         asin(1 / (p + 1)), acos(1 / (p + 1)));
}

int main(void) {
  for (size_t i = 0; i < INPUTS; i++) show_exact(inputs[i]);
  for (size_t i = 0; i < INPUTS; i++) {
    if (fabs(inputs[i]) < 1e6) approximate(inputs[i]);
  }
  printf("%a %a %a\n", fma(0x1.0000000000001p0, 0x1.0000000000001p0, -1), sqrt(2), fma(3, 1.0 / 3, -1));
  printf("%d %d %d %d\n", fpclassify(0x1p-1040) == FP_SUBNORMAL, fpclassify(1.0) == FP_NORMAL, isinf(-INFINITY) != 0,
         signbit(-0.0) != 0);
  float sum = 0;
  for (int i = 1; i <= 1000; i++) sum += sinf((float)i) / (float)i;
  printf("%.4g %a\n", sum, fmaf(0x1.000002p0f, 0x1.000002p0f, -1));
  return 0;
}
