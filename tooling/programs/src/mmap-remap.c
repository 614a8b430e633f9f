// mremap: shrink, grow where there is room, move where there is none; contents stay.
#include "report.h"
#include <sys/mman.h>

static long page;

static void fill(char *base, int pages) {
  for (int i = 0; i < pages; i++) base[i * page] = (char)(i + 1);
}

static int intact(const char *base, int pages) {
  for (int i = 0; i < pages; i++) {
    if (base[i * page] != i + 1) return 0;
  }
  return 1;
}

int main(void) {
  page = sysconf(_SC_PAGESIZE);
  int rw = PROT_READ | PROT_WRITE, private = MAP_PRIVATE | MAP_ANONYMOUS;
  char *base = mmap(NULL, 16 * page, rw, private, -1, 0);
  need(base != MAP_FAILED, "mmap");
  fill(base, 16);
  SHOW_TRUTH(mremap(base, 16 * page, 8 * page, 0) == base);
  SHOW_TRUTH(intact(base, 8));
  SHOW_TRUTH(mremap(base, 8 * page, 12 * page, 0) == base);
  SHOW_TRUTH(intact(base, 8) && base[8 * page] == 0 && base[11 * page] == 0);

  // An obstacle behind the area: it cannot grow in place.
  char *obstacle = mmap(base + 12 * page, page, rw, private | MAP_FIXED, -1, 0);
  need(obstacle != MAP_FAILED, "obstacle");
  fill(base, 12);
  SHOW_TRUTH(mremap(base, 12 * page, 20 * page, 0) == MAP_FAILED);
  SHOW_TRUTH(errno == ENOMEM);
  char *moved = mremap(base, 12 * page, 20 * page, MREMAP_MAYMOVE);
  need(moved != MAP_FAILED, "mremap");
  SHOW_TRUTH(moved != base && intact(moved, 12) && moved[19 * page] == 0);
  unsigned char resident;
  SHOW(mincore(base, page, &resident));

  char *target = mmap(NULL, 20 * page, rw, private, -1, 0);
  target[0] = 99;
  SHOW_TRUTH(mremap(moved, 20 * page, 20 * page, MREMAP_MAYMOVE | MREMAP_FIXED, target) == target);
  SHOW_TRUTH(intact(target, 12));
  SHOW_TRUTH(mremap(target, 20 * page, 0, MREMAP_MAYMOVE) == MAP_FAILED);
  SHOW_TRUTH(mremap(target + 1, page, page, MREMAP_MAYMOVE) == MAP_FAILED);

  // realloc of large blocks rests on this call.
  size_t size = 200000;
  unsigned char *block = malloc(size);
  for (size_t i = 0; i < size; i++) block[i] = (unsigned char)(i * 7);
  for (int i = 0; i < 5; i++) block = realloc(block, size << (i + 1));
  int good = 1;
  for (size_t i = 0; i < size; i++) good &= block[i] == (unsigned char)(i * 7);
  printf("realloc kept all bytes: %d\n", good);
  free(block);
  return 0;
}
