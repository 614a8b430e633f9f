// Compute: the library's qsort and bsearch beside a heap sort and a radix sort of our own.
#include "report.h"

#define COUNT 8000

struct record {
  uint32_t key;
  double weight;
  char name[12];
};

static uint32_t source[COUNT], a[COUNT], b[COUNT], c[COUNT];
static struct record records[500];
static int comparisons;

static int by_number(const void *x, const void *y) {
  uint32_t p = *(const uint32_t *)x, q = *(const uint32_t *)y;
  comparisons++;
  return (p > q) - (p < q);
}

// Total, since qsort promises nothing about the order of equals.
static int by_name_then_weight(const void *x, const void *y) {
  const struct record *p = x, *q = y;
  int order = strcmp(p->name, q->name);
  return order != 0 ? order : (p->weight > q->weight) - (p->weight < q->weight);
}

static void sift_down(uint32_t *v, int at, int end) {
  uint32_t value = v[at];
  for (int child; (child = 2 * at + 1) < end; at = child) {
    if (child + 1 < end && v[child + 1] > v[child]) child++;
    if (v[child] <= value) break;
    v[at] = v[child];
  }
  v[at] = value;
}

static void heap_sort(uint32_t *v, int n) {
  for (int i = n / 2 - 1; i >= 0; i--) sift_down(v, i, n);
  for (int end = n - 1; end > 0; end--) {
    uint32_t held = v[end];
    v[end] = v[0];
    v[0] = held;
    sift_down(v, 0, end);
  }
}

static void radix_sort(uint32_t *v, uint32_t *spare, int n) {
  for (int shift = 0; shift < 32; shift += 8) {
    int counts[257] = {0};
    for (int i = 0; i < n; i++) counts[(v[i] >> shift & 255) + 1]++;
    for (int i = 0; i < 256; i++) counts[i + 1] += counts[i];
    for (int i = 0; i < n; i++) spare[counts[v[i] >> shift & 255]++] = v[i];
    memcpy(v, spare, n * sizeof *v);
  }
}

int main(void) {
  uint64_t seed = 99;
  static uint32_t spare[COUNT];
  for (int i = 0; i < COUNT; i++) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    source[i] = (uint32_t)(seed >> 33) % (i % 3 == 0 ? 100 : 1u << 31);
  }
  memcpy(a, source, sizeof a);
  memcpy(b, source, sizeof b);
  memcpy(c, source, sizeof c);
  qsort(a, COUNT, sizeof *a, by_number);
  heap_sort(b, COUNT);
  radix_sort(c, spare, COUNT);
  printf("agree: %d %d\n", memcmp(a, b, sizeof a) == 0, memcmp(a, c, sizeof a) == 0);
  printf("compared enough: %d\n", comparisons > COUNT);
  printf("%u %u %u %u\n", a[0], a[COUNT / 4], a[COUNT / 2], a[COUNT - 1]);

  int found = 0, missing = 0;
  for (uint32_t key = 0; key < 200; key++) {
    uint32_t *hit = bsearch(&key, a, COUNT, sizeof *a, by_number);
    if (hit != NULL && *hit == key) found++;
    else missing++;
  }
  printf("found %d, missing %d\n", found, missing);

  for (int i = 0; i < 500; i++) {
    records[i].key = source[i] % 1000;
    records[i].weight = source[i] / 7.0;
    snprintf(records[i].name, sizeof records[i].name, "name-%u", source[i] % 37);
  }
  qsort(records, 500, sizeof *records, by_name_then_weight);
  double checksum = 0;
  for (int i = 0; i < 500; i++) checksum += records[i].weight * (i + 1);
  printf("%s %u, %s %u, %.3f\n", records[0].name, records[0].key, records[499].name, records[499].key, checksum);
  return 0;
}
