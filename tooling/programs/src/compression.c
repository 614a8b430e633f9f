// Compute: a Huffman coder and an LZ coder, both undone again, over text and noise.
#include "report.h"

#define SIZE 20000

static uint8_t input[SIZE], packed[SIZE * 2], output[SIZE];

/** LZ with a hash of three bytes: a literal is 0 and a byte, a match is length and distance. */
static size_t lz_pack(void) {
  static int last[4096];
  size_t out = 0;
  memset(last, -1, sizeof last);
  for (int at = 0; at < SIZE;) {
    int length = 0, from = -1;
    if (at + 3 < SIZE) {
      unsigned hash = (input[at] * 7919u + input[at + 1] * 104729u + input[at + 2]) & 4095;
      from = last[hash];
      last[hash] = at;
      while (from >= 0 && at + length < SIZE && length < 255 && input[from + length] == input[at + length]) length++;
    }
    if (length >= 4 && at - from < 65536) {
      packed[out++] = (uint8_t)length;
      packed[out++] = (uint8_t)(at - from);
      packed[out++] = (uint8_t)((at - from) >> 8);
      at += length;
    } else {
      packed[out++] = 0;
      packed[out++] = input[at++];
    }
  }
  return out;
}

static size_t lz_unpack(size_t size) {
  size_t out = 0;
  for (size_t at = 0; at < size;) {
    int length = packed[at++];
    if (length == 0) {
      output[out++] = packed[at++];
      continue;
    }
    size_t distance = packed[at] | packed[at + 1] << 8;
    at += 2;
    for (; length > 0; length--, out++) output[out] = output[out - distance];
  }
  return out;
}

static struct {
  long weight;
  int left, right;
} nodes[512];
static char codes[256][64];

static void assign(int node, int depth, char *path) {
  if (nodes[node].left < 0) {
    memcpy(codes[node], path, depth);
    codes[node][depth] = 0;
    return;
  }
  path[depth] = '0';
  assign(nodes[node].left, depth + 1, path);
  path[depth] = '1';
  assign(nodes[node].right, depth + 1, path);
}

static int build(void) {
  int used[512] = {0}, count = 256, root = 0;
  char path[64];
  for (int i = 0; i < 256; i++) nodes[i].weight = 0, nodes[i].left = -1;
  for (int i = 0; i < SIZE; i++) nodes[input[i]].weight++;
  for (;;) {
    int a = -1, b = -1;
    for (int i = 0; i < count; i++) {
      if (used[i] || nodes[i].weight == 0) continue;
      if (a < 0 || nodes[i].weight < nodes[a].weight) b = a, a = i;
      else if (b < 0 || nodes[i].weight < nodes[b].weight) b = i;
    }
    if (b < 0) {
      root = a;
      break;
    }
    used[a] = used[b] = 1;
    nodes[count].weight = nodes[a].weight + nodes[b].weight;
    nodes[count].left = a;
    nodes[count++].right = b;
  }
  assign(root, 0, path);
  return root;
}

static size_t huffman(void) {
  int root = build();
  size_t bits = 0, out = 0;
  memset(packed, 0, sizeof packed);
  for (int i = 0; i < SIZE; i++) {
    for (const char *bit = codes[input[i]]; *bit != 0; bit++, bits++) packed[bits / 8] |= (uint8_t)((*bit & 1) << bits % 8);
  }
  for (size_t at = 0; out < SIZE;) {
    int node = root;
    while (nodes[node].left >= 0) node = packed[at / 8] >> at % 8 & 1 ? nodes[node].right : nodes[node].left, at++;
    output[out++] = (uint8_t)node;
  }
  return bits;
}

static void measure(const char *what) {
  size_t size = lz_pack();
  memset(output, 0, sizeof output);
  size_t back = lz_unpack(size);
  printf("%s: lz %zu bytes, restored %d;", what, size, back == SIZE && memcmp(input, output, SIZE) == 0);
  memset(output, 0, sizeof output);
  size_t bits = huffman();
  printf(" huffman %zu bits, restored %d\n", bits, memcmp(input, output, SIZE) == 0);
}

int main(void) {
  static const char *const words[] = {"thread ", "signal ", "memory ", "the ", "of ", "kernel ", "time ", "a ", "\n"};
  uint32_t seed = 5;
  for (int at = 0; at < SIZE;) {
    seed = seed * 1103515245 + 12345;
    for (const char *c = words[(seed >> 16) % 9]; *c != 0 && at < SIZE; c++) input[at++] = (uint8_t)*c;
  }
  measure("text");
  for (int i = 0; i < SIZE; i++) {
    seed = seed * 1103515245 + 12345;
    input[i] = (uint8_t)(seed >> 16);
  }
  measure("noise");
  for (int i = 0; i < SIZE; i++) input[i] = (uint8_t)(i / 1000);
  measure("runs");
  return 0;
}
