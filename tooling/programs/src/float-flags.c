// The exception flags of floating point: what raises them, what keeps them, how they are
// saved and restored.
#include "exact.h"
#include "report.h"
#include <fenv.h>

static volatile double zero = 0, one = 1, three = 3, huge = 0x1.8p1023, tiny = 0x1.8p-1022, quiet = NAN, infinite = INFINITY;
static volatile float narrow_huge = 0x1.8p127f;

static void show(const char *what, double result) {
  int flags = fetestexcept(FE_ALL_EXCEPT);
  printf("%-24s %-24s%s%s%s%s%s\n", what, exact(result),
         flags & FE_INVALID ? " invalid" : "", flags & FE_DIVBYZERO ? " divbyzero" : "",
         flags & FE_OVERFLOW ? " overflow" : "", flags & FE_UNDERFLOW ? " underflow" : "",
         flags & FE_INEXACT ? " inexact" : "");
  feclearexcept(FE_ALL_EXCEPT);
}

// An operation runs between clearing and testing because its operands are volatile.
#define TRY(expression)                     \
  do {                                      \
    volatile double result = (expression);  \
    show(#expression, result);              \
  } while (0)

int main(void) {
  feclearexcept(FE_ALL_EXCEPT);
  TRY(one + one);
  TRY(one / three);
  TRY(one / zero);
  TRY(-one / zero);
  TRY(zero / zero);
  TRY(huge * huge);
  TRY(huge + huge);
  TRY(tiny / huge);
  TRY(tiny / three);
  TRY(tiny / 2);
  TRY(tiny / 7);
  TRY(tiny * 0x1.0000001p-1);
  TRY(sqrt(-one));
  TRY(sqrt(three));
  TRY(sqrt(quiet));
  TRY(quiet + one);
  TRY(fma(huge, 2.0, -infinite));
  TRY(fma(infinite, zero, quiet));
  TRY(infinite - infinite);
  TRY((float)huge);
  TRY((float)tiny);
  TRY(narrow_huge * narrow_huge);
  TRY((double)(long)three);
  TRY((double)(int)(three / 2));
  TRY(rint(three / 2));
  TRY(one < three);
  TRY(quiet < one);
  TRY(quiet == one);
  TRY(isless(quiet, one));

  fenv_t saved;
  volatile double result = one / three;
  fegetenv(&saved);
  feclearexcept(FE_ALL_EXCEPT);
  result = one / zero;
  show("after fegetenv", result);
  fesetenv(&saved);
  show("after fesetenv", 0);
  result = one / three;
  feholdexcept(&saved);
  result = zero / zero;
  feupdateenv(&saved);
  show("after feupdateenv", 0);
  feraiseexcept(FE_OVERFLOW | FE_DIVBYZERO);
  fexcept_t kept;
  fegetexceptflag(&kept, FE_OVERFLOW);
  show("after feraiseexcept", 0);
  fesetexceptflag(&kept, FE_OVERFLOW);
  show("after fesetexceptflag", 0);
  (void)result;
  return 0;
}
