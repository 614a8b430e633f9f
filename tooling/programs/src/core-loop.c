// Compute: the mix of an integer benchmark; a linked list, a matrix, a state machine, checksums.
#include "report.h"

#define LIST 200
#define N 12

struct item {
  struct item *next;
  int16_t value, index;
};

static struct item items[LIST];

static uint16_t crc16(uint16_t crc, uint32_t value, int bits) {
  for (int i = 0; i < bits; i++) {
    uint16_t bit = (value >> i ^ crc) & 1;
    crc = (uint16_t)(crc >> 1 ^ (bit ? 0xa001 : 0));
  }
  return crc;
}

static struct item *reverse(struct item *list) {
  struct item *result = NULL;
  while (list != NULL) {
    struct item *next = list->next;
    list->next = result;
    result = list;
    list = next;
  }
  return result;
}

static int by_value(const struct item *a, const struct item *b) { return a->value - b->value; }
static int by_index(const struct item *a, const struct item *b) { return a->index - b->index; }

/** Merge sort of a list, bottom up. */
static struct item *sort(struct item *list, int (*compare)(const struct item *, const struct item *)) {
  for (int width = 1;; width *= 2) {
    struct item *left = list, *tail = NULL;
    int merges = 0;
    list = NULL;
    while (left != NULL) {
      struct item *right = left;
      int left_size = 0, right_size = width;
      merges++;
      while (left_size < width && right != NULL) left_size++, right = right->next;
      while (left_size > 0 || (right_size > 0 && right != NULL)) {
        struct item *taken;
        if (left_size == 0) taken = right, right = right->next, right_size--;
        else if (right_size == 0 || right == NULL || compare(left, right) <= 0) taken = left, left = left->next, left_size--;
        else taken = right, right = right->next, right_size--;
        if (tail != NULL) tail->next = taken;
        else list = taken;
        tail = taken;
      }
      left = right;
    }
    tail->next = NULL;
    if (merges <= 1) return list;
  }
}

static uint16_t list_round(uint16_t crc, int seed) {
  for (int i = 0; i < LIST; i++) {
    items[i].value = (int16_t)((i * 7919 + seed * 31) % 1009 - 500);
    items[i].index = (int16_t)i;
    items[i].next = i + 1 < LIST ? &items[i + 1] : NULL;
  }
  struct item *list = sort(reverse(items), by_value);
  for (struct item *at = list; at != NULL; at = at->next) crc = crc16(crc, (uint16_t)at->value, 16);
  list = sort(list, by_index);
  for (struct item *at = list; at != NULL; at = at->next) crc = crc16(crc, (uint16_t)at->index, 8);
  return crc;
}

static uint16_t matrix_round(uint16_t crc, int seed) {
  static int16_t a[N][N], b[N][N];
  for (int i = 0; i < N; i++) {
    for (int j = 0; j < N; j++) {
      a[i][j] = (int16_t)(seed + i * N + j);
      b[i][j] = (int16_t)(a[i][j] * 3 - seed);
    }
  }
  for (int i = 0; i < N; i++) {
    for (int j = 0; j < N; j++) {
      int32_t sum = 0, bits = 0;
      for (int k = 0; k < N; k++) {
        int32_t product = a[i][k] * b[k][j];
        sum += product;
        bits += (product >> 2 & 15) * (product >> 5 & 127);
      }
      crc = crc16(crc, (uint32_t)(sum + bits), 32);
    }
  }
  return crc;
}

/** Recognises numbers, and counts which kind each was. */
static uint16_t state_round(uint16_t crc, int seed) {
  static const char *const inputs[] = {"5012", "1234", "-874", "+122", "35.54400", ".1234500", "-110.700", "+0.64400",
                                       "5.500e+3", "-.123e-2", "-87e+832", "+0.6e-12", "T0.3e-1F", "-T.T++Tq", "1T3.4e4z",
                                       "34.0e-T^"};
  enum { START, SIGN, INTEGER, POINT, FRACTION, EXPONENT, EXPONENT_SIGN, SCIENTIFIC, INVALID, STATES };
  unsigned counts[STATES] = {0};
  for (int i = 0; i < 64; i++) {
    int state = START;
    for (const char *at = inputs[(i * 5 + seed) & 15]; *at != 0 && state != INVALID; at++) {
      int digit = *at >= '0' && *at <= '9', sign = *at == '+' || *at == '-';
      switch (state) {
        case START: state = digit ? INTEGER : sign ? SIGN : *at == '.' ? POINT : INVALID; break;
        case SIGN: state = digit ? INTEGER : *at == '.' ? POINT : INVALID; break;
        case INTEGER: state = digit ? INTEGER : *at == '.' ? POINT : *at == 'e' ? EXPONENT : INVALID; break;
        case POINT:
        case FRACTION: state = digit ? FRACTION : *at == 'e' && state == FRACTION ? EXPONENT : INVALID; break;
        case EXPONENT: state = sign ? EXPONENT_SIGN : digit ? SCIENTIFIC : INVALID; break;
        default: state = digit ? SCIENTIFIC : INVALID; break;
      }
    }
    counts[state]++;
  }
  for (int i = 0; i < STATES; i++) crc = crc16(crc, counts[i], 32);
  return crc;
}

int main(int argc, char **argv) {
  int rounds = argc > 1 ? atoi(argv[1]) : 20;
  uint16_t list = 0, matrix = 0, state = 0;
  for (int i = 0; i < rounds; i++) {
    list = list_round(list, i);
    matrix = matrix_round(matrix, i);
    state = state_round(state, i);
  }
  printf("list %04x, matrix %04x, state %04x\n", list, matrix, state);
  return 0;
}
