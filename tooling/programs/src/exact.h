// A double as text, bit by bit. Like %a, except that subnormals are counted in units of 2^-1074,
// since the libraries normalise them differently.
#ifndef EXACT_H
#define EXACT_H

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/** Valid until the eighth call after this one. */
__attribute__((unused)) static const char *exact(double x) {
  static char texts[8][40];
  static unsigned next;
  char *text = texts[next++ % 8];
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  uint64_t fraction = bits & 0xfffffffffffff;
  if (isnan(x)) strcpy(text, "nan");
  else if ((bits << 1 >> 53) != 0 || fraction == 0) snprintf(text, sizeof *texts, "%a", x);
  else snprintf(text, sizeof *texts, "%s%llu*2^-1074", bits >> 63 ? "-" : "", (unsigned long long)fraction);
  return text;
}

#endif
