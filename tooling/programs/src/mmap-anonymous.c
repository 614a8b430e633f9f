// Anonymous mappings: zeroed pages, fixed addresses, holes, partial unmapping, discarding.
// run: { "quick": true }
#include "report.h"
#include <sys/mman.h>

#define PAGES 16

static long page;

static int all_zero(const char *bytes, size_t length) {
  for (size_t i = 0; i < length; i++) {
    if (bytes[i] != 0) return 0;
  }
  return 1;
}

/** Whether the page at `address` is mapped. */
static int mapped(void *address) {
  unsigned char resident;
  return mincore(address, page, &resident) == 0;
}

int main(void) {
  page = sysconf(_SC_PAGESIZE);
  int rw = PROT_READ | PROT_WRITE, private = MAP_PRIVATE | MAP_ANONYMOUS;
  char *base = mmap(NULL, PAGES * page, rw, private, -1, 0);
  need(base != MAP_FAILED, "mmap");
  SHOW_TRUTH((uintptr_t)base % page == 0);
  SHOW_TRUTH(all_zero(base, PAGES * page));
  for (int i = 0; i < PAGES; i++) base[i * page + i] = (char)(i + 1);

  SHOW(munmap(base + 4 * page, 4 * page));
  printf("mapped: ");
  for (int i = 0; i < PAGES; i++) printf("%d", mapped(base + i * page));
  printf("\n%d %d\n", base[3 * page + 3], base[8 * page + 8]);

  SHOW_TRUTH(mmap(base + 5 * page, page, rw, private | MAP_FIXED, -1, 0) == base + 5 * page);
  SHOW_TRUTH(all_zero(base + 5 * page, page));
  SHOW_TRUTH(mmap(base + 3 * page, page, rw, private | MAP_FIXED, -1, 0) == base + 3 * page);
  SHOW_TRUTH(all_zero(base + 3 * page, page));
  printf("neighbours %d %d\n", base[2 * page + 2], base[8 * page + 8]);
  char *hinted = mmap(base + 6 * page, page, rw, private, -1, 0);
  SHOW_TRUTH(hinted == base + 6 * page);

  memset(base + 10 * page, 0xff, 2 * page);
  SHOW(madvise(base + 10 * page, page, MADV_DONTNEED));
  SHOW_TRUTH(all_zero(base + 10 * page, page));
  printf("kept %d\n", (unsigned char)base[11 * page]);

  SHOW(munmap(base, PAGES * page));
  SHOW(munmap(base, PAGES * page));
  printf("mapped after all: %d\n", mapped(base));

  // Large and sparse: only the pages that are touched may cost anything.
  size_t large = 1ul << 30;
  char *sparse = mmap(NULL, large, rw, private | MAP_NORESERVE, -1, 0);
  SHOW_TRUTH(sparse != MAP_FAILED);
  long sum = 0;
  for (size_t at = 0; at < large; at += large / 64) sparse[at] = 1;
  for (size_t at = 0; at < large; at += large / 64) sum += sparse[at] + sparse[at + page];
  printf("sum %ld\n", sum);
  SHOW(munmap(sparse, large));
  return 0;
}
