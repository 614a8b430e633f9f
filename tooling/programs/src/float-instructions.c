// The floating-point instructions that C leaves undefined or hides: conversions out of range,
// NaN boxing, classification, minimum and maximum, sign injection, static rounding, the CSRs.
// run: { "quick": true }
#include "report.h"

static uint64_t flags(void) {
  uint64_t value;
  __asm__ volatile("csrrwi %0, fflags, 0" : "=r"(value));
  return value;
}

static double from_bits(uint64_t bits) {
  double x;
  memcpy(&x, &bits, sizeof x);
  return x;
}

static const uint64_t samples[] = {
    0x0000000000000000, 0x8000000000000000, 0x3ff0000000000000, 0xbff8000000000000, 0x4000000000000001,
    0x7ff0000000000000, 0xfff0000000000000, 0x7ff8000000000000, 0x7ff0000000000001, 0xfff8000000000123,
    0x0000000000000001, 0x800fffffffffffff, 0x41dfffffffe00000, 0xc1e0000000200000, 0x41efffffffffffff,
    0x43e0000000000000, 0xc3e0000000000000, 0x43f0000000000000, 0xbfe0000000000000, 0x7fefffffffffffff};
#define SAMPLES (sizeof samples / sizeof *samples)

#define CONVERT(instruction, rounding)                                                                       \
  do {                                                                                                       \
    for (size_t i = 0; i < SAMPLES; i++) {                                                                   \
      uint64_t out;                                                                                          \
      __asm__ volatile(instruction " %0, %1, " rounding : "=r"(out) : "f"(from_bits(samples[i])));           \
      printf("%s %s %016llx = %016llx flags %llx\n", instruction, rounding, (unsigned long long)samples[i], \
             (unsigned long long)out, (unsigned long long)flags());                                          \
    }                                                                                                        \
  } while (0)

#define PAIR(instruction)                                                                                  \
  do {                                                                                                     \
    uint64_t hash = 14695981039346656037u, raised = 0;                                                     \
    for (size_t i = 0; i < SAMPLES; i++) {                                                                 \
      for (size_t j = 0; j < SAMPLES; j++) {                                                               \
        uint64_t out;                                                                                      \
        double x;                                                                                          \
        __asm__ volatile(instruction " %0, %1, %2"                                                         \
                         : "=f"(x)                                                                         \
                         : "f"(from_bits(samples[i])), "f"(from_bits(samples[j])));                        \
        memcpy(&out, &x, sizeof out);                                                                      \
        hash = (hash ^ out) * 1099511628211u;                                                              \
        hash = (hash ^ (raised = flags())) * 1099511628211u;                                               \
      }                                                                                                    \
    }                                                                                                      \
    printf("%s on all pairs: %016llx\n", instruction, (unsigned long long)hash);                           \
  } while (0)

static void classify(void) {
  for (size_t i = 0; i < SAMPLES; i++) {
    uint64_t out;
    __asm__ volatile("fclass.d %0, %1" : "=r"(out) : "f"(from_bits(samples[i])));
    printf("fclass.d %016llx = %#llx\n", (unsigned long long)samples[i], (unsigned long long)out);
  }
}

/** Single operations must take a register that holds no boxed single for a NaN. */
static void box(void) {
  const uint64_t raw[] = {0xffffffff3f800000, 0x000000003f800000, 0xfffffffe3f800000, 0xffffffff7f800001};
  for (size_t i = 0; i < 4; i++) {
    uint64_t sum, moved, sign, class;
    __asm__ volatile(
        "fmv.d.x ft0, %4\n fadd.s ft1, ft0, ft0\n fmv.x.d %0, ft1\n fmv.x.w %1, ft0\n"
        "fsgnjn.s ft2, ft0, ft0\n fmv.x.d %2, ft2\n fclass.s %3, ft0"
        : "=&r"(sum), "=&r"(moved), "=&r"(sign), "=&r"(class)
        : "r"(raw[i])
        : "ft0", "ft1", "ft2");
    printf("box %016llx: sum %016llx moved %016llx negated %016llx class %#llx flags %llx\n",
           (unsigned long long)raw[i], (unsigned long long)sum, (unsigned long long)moved,
           (unsigned long long)sign, (unsigned long long)class, (unsigned long long)flags());
  }
}

static void control_registers(void) {
  uint64_t old, frm, fcsr;
  __asm__ volatile("csrrwi %0, frm, 3" : "=r"(old));
  __asm__ volatile("csrrsi %0, fflags, 0x15" : "=r"(old));
  __asm__ volatile("csrr %0, fcsr" : "=r"(fcsr));
  printf("fcsr %#llx\n", (unsigned long long)fcsr);
  __asm__ volatile("csrrci %0, fcsr, 0x14" : "=r"(fcsr));
  __asm__ volatile("csrr %0, frm" : "=r"(frm));
  printf("frm %llu flags %#llx\n", (unsigned long long)frm, (unsigned long long)flags());
  __asm__ volatile("csrw fcsr, %0" : : "r"(0xffffffffffffff00u));
  __asm__ volatile("csrr %0, fcsr" : "=r"(fcsr));
  printf("upper bits kept: %#llx\n", (unsigned long long)fcsr);
  __asm__ volatile("csrw fcsr, zero");
}

int main(void) {
  flags();
  CONVERT("fcvt.w.d", "rtz");
  CONVERT("fcvt.wu.d", "rtz");
  CONVERT("fcvt.l.d", "rtz");
  CONVERT("fcvt.lu.d", "rup");
  CONVERT("fcvt.w.d", "rmm");
  CONVERT("fcvt.l.d", "rne");
  CONVERT("fcvt.l.d", "rdn");
  classify();
  PAIR("fmin.d");
  PAIR("fmax.d");
  PAIR("fsgnj.d");
  PAIR("fsgnjn.d");
  PAIR("fsgnjx.d");
  PAIR("fadd.d");
  PAIR("fsub.d");
  PAIR("fmul.d");
  PAIR("fdiv.d");
  box();
  control_registers();
  return 0;
}
