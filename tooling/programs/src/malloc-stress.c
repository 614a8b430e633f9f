// malloc, realloc and free in a random but repeatable mix; every block keeps its bytes.
#include "report.h"

#define SLOTS 300

static struct {
  unsigned char *bytes;
  size_t size;
  unsigned char mark;
} slots[SLOTS];
static uint64_t seed = 42;

static uint32_t next(uint32_t below) {
  seed = seed * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(seed >> 33) % below;
}

static int intact(int i) {
  for (size_t k = 0; k < slots[i].size; k += 97) {
    if (slots[i].bytes[k] != (unsigned char)(slots[i].mark + k)) return 0;
  }
  return 1;
}

static void fill(int i) {
  slots[i].mark = (unsigned char)next(256);
  for (size_t k = 0; k < slots[i].size; k += 97) slots[i].bytes[k] = (unsigned char)(slots[i].mark + k);
}

int main(void) {
  size_t live = 0, most = 0;
  int damaged = 0, misaligned = 0, dirty = 0;
  for (int round = 0; round < 20000; round++) {
    int i = (int)next(SLOTS);
    if (slots[i].bytes != NULL) {
      damaged += !intact(i);
      live -= slots[i].size;
    }
    size_t size = next(16) == 0 ? next(200000) + 1 : next(2000) + 1;
    switch (next(4)) {
      case 0:
        free(slots[i].bytes);
        slots[i].bytes = NULL;
        slots[i].size = 0;
        continue;
      case 1:
        free(slots[i].bytes);
        slots[i].bytes = calloc(1, size);
        for (size_t k = 0; k < size; k += 61) dirty += slots[i].bytes[k] != 0;
        break;
      case 2: {
        size_t kept = slots[i].size < size ? slots[i].size : size;
        slots[i].bytes = realloc(slots[i].bytes, size);
        slots[i].size = kept;
        damaged += !intact(i);
        break;
      }
      default:
        free(slots[i].bytes);
        slots[i].bytes = malloc(size);
    }
    need(slots[i].bytes != NULL, "malloc");
    misaligned += (uintptr_t)slots[i].bytes % 16 != 0;
    slots[i].size = size;
    fill(i);
    live += size;
    if (live > most) most = live;
  }
  printf("most bytes alive %zu, damaged %d, misaligned %d, dirty %d\n", most, damaged, misaligned, dirty);
  for (int i = 0; i < SLOTS; i++) free(slots[i].bytes);
  for (size_t alignment = 16; alignment <= 65536; alignment *= 4) {
    void *block = aligned_alloc(alignment, alignment * 3);
    printf("aligned to %zu: %d\n", alignment, block != NULL && (uintptr_t)block % alignment == 0);
    free(block);
  }
  volatile size_t too_much = SIZE_MAX / 2;
  void *volatile refused = malloc(too_much);
  printf("too much is refused: %d\n", refused == NULL);
  return 0;
}
