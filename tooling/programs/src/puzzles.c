// Compute: queens, life, shortest paths, a hash table and digits of pi, which exercise
// recursion, bytes, queues, pointers and long division.
#include "report.h"

static int queens(int n, unsigned columns, unsigned left, unsigned right) {
  unsigned all = (1u << n) - 1;
  int count = 0;
  if (columns == all) return 1;
  for (unsigned free_places = all & ~(columns | left | right); free_places != 0; free_places &= free_places - 1) {
    unsigned place = free_places & -free_places;
    count += queens(n, columns | place, (left | place) << 1, (right | place) >> 1);
  }
  return count;
}

static int life(int generations) {
  static uint8_t now[64][64], then[64][64];
  uint32_t seed = 3;
  for (int i = 0; i < 64 * 64; i++) {
    seed = seed * 1103515245 + 12345;
    now[i / 64][i % 64] = seed >> 16 & 1;
  }
  for (int g = 0; g < generations; g++) {
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x++) {
        int around = -now[y][x];
        for (int d = 0; d < 9; d++) around += now[(y + d / 3 + 63) & 63][(x + d % 3 + 63) & 63];
        then[y][x] = around == 3 || (around == 2 && now[y][x]);
      }
    }
    memcpy(now, then, sizeof now);
  }
  int alive = 0;
  for (int i = 0; i < 64 * 64; i++) alive += now[i / 64][i % 64] * (i % 10 + 1);
  return alive;
}

static int longest_way(void) {
  enum { SIDE = 30 };
  static int cost[SIDE * SIDE], best[SIDE * SIDE], queue[SIDE * SIDE * 20];
  int head = 0, tail = 0, longest = 0;
  for (int i = 0; i < SIDE * SIDE; i++) cost[i] = (i * 37 + i / 7 * 11) % 9 + 1, best[i] = 1 << 30;
  best[0] = 0;
  queue[tail++] = 0;
  while (head < tail) {
    int at = queue[head++ % (SIDE * SIDE * 20)];
    const int steps[] = {-1, 1, -SIDE, SIDE};
    for (int k = 0; k < 4; k++) {
      int to = at + steps[k];
      if (to < 0 || to >= SIDE * SIDE || (k < 2 && to / SIDE != at / SIDE)) continue;
      if (best[at] + cost[to] >= best[to]) continue;
      best[to] = best[at] + cost[to];
      queue[tail++ % (SIDE * SIDE * 20)] = to;
    }
  }
  for (int i = 0; i < SIDE * SIDE; i++) longest = best[i] > longest ? best[i] : longest;
  return longest;
}

struct entry {
  struct entry *next;
  unsigned key;
  int count;
};

static unsigned count_words(void) {
  static struct entry *buckets[256];
  unsigned seed = 1, distinct = 0, most = 0;
  for (int i = 0; i < 20000; i++) {
    seed = seed * 1664525 + 1013904223;
    unsigned key = (seed >> 20) * (seed >> 22) % 1500;
    struct entry **slot = &buckets[key * 2654435761u >> 24];
    while (*slot != NULL && (*slot)->key != key) slot = &(*slot)->next;
    if (*slot == NULL) {
      *slot = calloc(1, sizeof **slot);
      (*slot)->key = key;
      distinct++;
    }
    if ((unsigned)++(*slot)->count > most) most = (unsigned)(*slot)->count;
  }
  return distinct * 10000 + most;
}

/** The spigot of Rabinowitz and Wagon. */
static void pi(int digits, char *out) {
  static int remainder[2000];
  int length = digits * 10 / 3 + 1, nines = 0, previous = 0, written = 0;
  for (int i = 0; i < length; i++) remainder[i] = 2;
  for (int d = 0; d <= digits; d++) {
    int carry = 0;
    for (int i = length - 1; i > 0; i--) {
      int value = 10 * remainder[i] + carry * (i + 1);
      remainder[i] = value % (2 * i + 1);
      carry = value / (2 * i + 1);
    }
    int value = 10 * remainder[0] + carry, digit = value / 10;
    remainder[0] = value % 10;
    if (digit == 9) {
      nines++;
      continue;
    }
    if (d > 0) out[written++] = (char)('0' + (previous + (digit == 10)) % 10);
    for (; nines > 0; nines--) out[written++] = digit == 10 ? '0' : '9';
    previous = digit % 10;
  }
  out[written] = 0;
}

int main(void) {
  char digits[400];
  printf("queens %d\n", queens(8, 0, 0, 0));
  printf("life %d\n", life(20));
  printf("longest way %d\n", longest_way());
  printf("words %u\n", count_words());
  pi(200, digits);
  printf("pi %s\n", digits);
  return 0;
}
