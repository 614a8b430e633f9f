// Integer instructions at their corners: high halves of products, division, shifts, word forms,
// comparisons; all pairs of interesting values.
// run: { "quick": true }
#include "report.h"

static const uint64_t samples[] = {0, 1, 2, 3, 7, 31, 32, 63, 64, 255, 256, 65535, 0x7fffffff, 0x80000000, 0xffffffff,
                                   0x100000000, 0x7fffffffffffffff, 0x8000000000000000, 0xffffffff80000000,
                                   0xfffffffffffffffe, 0xffffffffffffffff, 0x123456789abcdef0, 0xfedcba9876543210};
#define SAMPLES (sizeof samples / sizeof *samples)

static uint64_t mix(uint64_t hash, uint64_t value) { return (hash ^ value) * 0x100000001b3u + (hash >> 47); }

#define PAIRS(instruction)                                                                                \
  do {                                                                                                    \
    uint64_t hash = 0xcbf29ce484222325u, out;                                                             \
    for (size_t i = 0; i < SAMPLES; i++) {                                                                \
      for (size_t j = 0; j < SAMPLES; j++) {                                                              \
        __asm__ volatile(instruction " %0, %1, %2" : "=r"(out) : "r"(samples[i]), "r"(samples[j]));       \
        hash = mix(hash, out);                                                                            \
      }                                                                                                   \
    }                                                                                                     \
    printf("%-7s %016llx\n", instruction, (unsigned long long)hash);                                      \
  } while (0)

#define IMMEDIATE(instruction, number)                                                                    \
  do {                                                                                                    \
    uint64_t hash = 0xcbf29ce484222325u, out;                                                             \
    for (size_t i = 0; i < SAMPLES; i++) {                                                                \
      __asm__ volatile(instruction " %0, %1, " #number : "=r"(out) : "r"(samples[i]));                    \
      hash = mix(hash, out);                                                                              \
    }                                                                                                     \
    printf("%-6s %5s %016llx\n", instruction, #number, (unsigned long long)hash);                         \
  } while (0)

#define BRANCH(instruction)                                                                               \
  do {                                                                                                    \
    uint64_t hash = 0xcbf29ce484222325u, out;                                                             \
    for (size_t i = 0; i < SAMPLES; i++) {                                                                \
      for (size_t j = 0; j < SAMPLES; j++) {                                                              \
        __asm__ volatile("li %0, 1\n " instruction " %1, %2, 1f\n li %0, 0\n1:"                           \
                         : "=&r"(out)                                                                     \
                         : "r"(samples[i]), "r"(samples[j]));                                             \
        hash = mix(hash, out);                                                                            \
      }                                                                                                   \
    }                                                                                                     \
    printf("%-7s %016llx\n", instruction, (unsigned long long)hash);                                      \
  } while (0)

int main(void) {
  PAIRS("add"); PAIRS("sub"); PAIRS("and"); PAIRS("or"); PAIRS("xor");
  PAIRS("sll"); PAIRS("srl"); PAIRS("sra"); PAIRS("slt"); PAIRS("sltu");
  PAIRS("addw"); PAIRS("subw"); PAIRS("sllw"); PAIRS("srlw"); PAIRS("sraw");
  PAIRS("mul"); PAIRS("mulh"); PAIRS("mulhu"); PAIRS("mulhsu"); PAIRS("mulw");
  PAIRS("div"); PAIRS("divu"); PAIRS("rem"); PAIRS("remu");
  PAIRS("divw"); PAIRS("divuw"); PAIRS("remw"); PAIRS("remuw");
  IMMEDIATE("addi", -2048); IMMEDIATE("addi", 2047); IMMEDIATE("addiw", -1); IMMEDIATE("andi", -16);
  IMMEDIATE("ori", 1365); IMMEDIATE("xori", -1); IMMEDIATE("slti", -5); IMMEDIATE("sltiu", -5);
  IMMEDIATE("slli", 0); IMMEDIATE("slli", 33); IMMEDIATE("slli", 63); IMMEDIATE("srli", 32); IMMEDIATE("srli", 63);
  IMMEDIATE("srai", 31); IMMEDIATE("srai", 63); IMMEDIATE("slliw", 31); IMMEDIATE("srliw", 1); IMMEDIATE("sraiw", 31);
  BRANCH("beq"); BRANCH("bne"); BRANCH("blt"); BRANCH("bge"); BRANCH("bltu"); BRANCH("bgeu");
  return 0;
}
