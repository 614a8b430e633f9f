// Compute: SHA-256, MD5 and CRC-32 over the same bytes, against known answers.
#include "report.h"

static uint32_t rotate_right(uint32_t x, int n) { return x >> n | x << (32 - n); }
static uint32_t rotate_left(uint32_t x, int n) { return x << n | x >> (32 - n); }

static uint32_t k256[64], kmd5[64];

/** The constants of both digests are digits of roots and sines; here they are computed. */
static void make_constants(void) {
  for (int i = 0, n = 2; i < 64; n++) {
    int prime = 1;
    for (int d = 2; d * d <= n; d++) prime &= n % d != 0;
    if (!prime) continue;
    // The first 32 bits of the fraction of the cube root, by bisection in 128-bit integers.
    uint64_t low = 0, high = (uint64_t)8 << 32;
    while (high - low > 1) {
      uint64_t middle = low + (high - low) / 2;
      unsigned __int128 square = (unsigned __int128)middle * middle;
      unsigned __int128 cube = (square >> 32) * middle + (((square & 0xffffffff) * middle) >> 32);
      if (cube >> 64 < (unsigned)n) low = middle;
      else high = middle;
    }
    k256[i++] = (uint32_t)low;
  }
  for (int i = 0; i < 64; i++) {
    // |sin(i + 1)| by its series after reduction, to 32 bits.
    double x = i + 1, sum = 0, term;
    while (x > 6.283185307179586476925) x -= 6.283185307179586476925;
    term = x;
    for (int k = 1; k < 40; k++) {
      sum += term;
      term *= -x * x / ((2 * k) * (2 * k + 1));
    }
    kmd5[i] = (uint32_t)((sum < 0 ? -sum : sum) * 4294967296.0);
  }
}

static void sha256_block(uint32_t *h, const uint8_t *p) {
  uint32_t w[64], s[8];
  for (int i = 0; i < 16; i++) w[i] = (uint32_t)p[4 * i] << 24 | p[4 * i + 1] << 16 | p[4 * i + 2] << 8 | p[4 * i + 3];
  for (int i = 16; i < 64; i++) {
    uint32_t a = rotate_right(w[i - 15], 7) ^ rotate_right(w[i - 15], 18) ^ w[i - 15] >> 3;
    uint32_t b = rotate_right(w[i - 2], 17) ^ rotate_right(w[i - 2], 19) ^ w[i - 2] >> 10;
    w[i] = w[i - 16] + a + w[i - 7] + b;
  }
  memcpy(s, h, sizeof s);
  for (int i = 0; i < 64; i++) {
    uint32_t e = rotate_right(s[4], 6) ^ rotate_right(s[4], 11) ^ rotate_right(s[4], 25);
    uint32_t t = s[7] + e + ((s[4] & s[5]) ^ (~s[4] & s[6])) + k256[i] + w[i];
    uint32_t a = rotate_right(s[0], 2) ^ rotate_right(s[0], 13) ^ rotate_right(s[0], 22);
    uint32_t u = a + ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));
    memmove(s + 1, s, 7 * sizeof *s);
    s[4] += t;
    s[0] = t + u;
  }
  for (int i = 0; i < 8; i++) h[i] += s[i];
}

static void md5_block(uint32_t *h, const uint8_t *p) {
  static const int shifts[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
  uint32_t w[16], a = h[0], b = h[1], c = h[2], d = h[3];
  memcpy(w, p, sizeof w);
  for (int i = 0; i < 64; i++) {
    uint32_t f = i < 16 ? (b & c) | (~b & d) : i < 32 ? (d & b) | (~d & c) : i < 48 ? b ^ c ^ d : c ^ (b | ~d);
    int g = i < 16 ? i : i < 32 ? 5 * i + 1 : i < 48 ? 3 * i + 5 : 7 * i;
    uint32_t sum = a + f + kmd5[i] + w[g & 15];
    a = d, d = c, c = b;
    b += rotate_left(sum, shifts[i / 16][i & 3]);
  }
  h[0] += a, h[1] += b, h[2] += c, h[3] += d;
}

/** Feeds all blocks of a message with its padding; big says how the length is written. */
static void run(void (*block)(uint32_t *, const uint8_t *), uint32_t *h, const uint8_t *bytes, size_t size, int big) {
  uint8_t tail[128] = {0};
  size_t whole = size / 64 * 64, rest = size - whole, padded = rest < 56 ? 64 : 128;
  for (size_t i = 0; i < whole; i += 64) block(h, bytes + i);
  memcpy(tail, bytes + whole, rest);
  tail[rest] = 0x80;
  for (int i = 0; i < 8; i++) tail[padded - 8 + i] = (uint8_t)((uint64_t)size * 8 >> (big ? 56 - 8 * i : 8 * i));
  for (size_t i = 0; i < padded; i += 64) block(h, tail + i);
}

static uint32_t crc32(const uint8_t *bytes, size_t size) {
  uint32_t crc = ~0u;
  for (size_t i = 0; i < size; i++) {
    crc ^= bytes[i];
    for (int k = 0; k < 8; k++) crc = crc >> 1 ^ (0xedb88320 & -(crc & 1));
  }
  return ~crc;
}

static void show(const char *name, const uint8_t *bytes, size_t size) {
  uint32_t sha[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  uint32_t md5[4] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
  run(sha256_block, sha, bytes, size, 1);
  run(md5_block, md5, bytes, size, 0);
  printf("%s: sha256 ", name);
  for (int i = 0; i < 8; i++) printf("%08x", sha[i]);
  printf(" md5 ");
  for (int i = 0; i < 4; i++) printf("%08x", __builtin_bswap32(md5[i]));
  printf(" crc32 %08x\n", crc32(bytes, size));
}

int main(void) {
  static uint8_t large[100000];
  make_constants();
  for (size_t i = 0; i < sizeof large; i++) large[i] = (uint8_t)(i * i >> 3);
  show("empty", large, 0);
  show("abc", (const uint8_t *)"abc", 3);
  show("digits", (const uint8_t *)"123456789", 9);
  show("55 bytes", large, 55);
  show("56 bytes", large, 56);
  show("64 bytes", large, 64);
  show("large", large, sizeof large);
  return 0;
}
