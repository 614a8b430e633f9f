// The string functions on random lengths and alignments, against plain loops; conversions.
#include "report.h"
#include <ctype.h>
#include <inttypes.h>
#include <wchar.h>
#include <wctype.h>

static uint64_t seed = 7;

static uint32_t next(uint32_t below) {
  seed = seed * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(seed >> 33) % below;
}

static int sign(int x) { return (x > 0) - (x < 0); }

static int check_random(void) {
  static char a[400], b[400], c[400];
  int wrong = 0;
  for (int round = 0; round < 3000; round++) {
    int from = (int)next(40), length = (int)next(200), to = (int)next(40);
    for (int i = 0; i < 400; i++) a[i] = (char)('a' + next(4)), b[i] = c[i] = (char)('a' + next(4));
    a[from + length] = 0;
    wrong += (int)strlen(a + from) != length;
    memcpy(b + to, a + from, length + 1);
    for (int i = 0; i <= length; i++) c[to + i] = a[from + i];
    wrong += memcmp(b, c, sizeof b) != 0;
    wrong += strcmp(a + from, b + to) != 0;
    if (length > 0) {
      int at = (int)next(length);
      b[to + at]++;
      wrong += sign(strcmp(a + from, b + to)) != -1 || sign(memcmp(a + from, b + to, length)) != -1;
      wrong += strncmp(a + from, b + to, at) != 0;
      char *found = strchr(a + from, 'b'), *plain = NULL;
      for (int i = 0; i < length && plain == NULL; i++) plain = a[from + i] == 'b' ? a + from + i : NULL;
      wrong += found != plain || memchr(a + from, 'b', length) != plain;
    }
    int move = (int)next(60);
    memcpy(c, a, sizeof c);
    memmove(a + move, a + from, 200);
    for (int i = 0; i < 200; i++) wrong += a[move + i] != c[from + i];
    memset(a + from, 'z', length);
    for (int i = 0; i < length; i++) wrong += a[from + i] != 'z';
  }
  return wrong;
}

int main(void) {
  char text[100], *rest, *state;
  printf("wrong: %d\n", check_random());
  strcpy(text, "one, two;three  four");
  for (char *word = strtok_r(text, " ,;", &state); word != NULL; word = strtok_r(NULL, " ,;", &state)) printf("[%s]", word);
  printf("\n%zu %zu %s %s\n", strspn("abcde", "cab"), strcspn("abcde", "dx"), strstr("a needle here", "need"),
         strrchr("a/b/c", '/'));
  printf("%s %d %d\n", strncpy(memset(text, 'x', 20), "short", 8), text[7], text[8]);
  printf("%d %d\n", sign(strcasecmp("HeLLo", "hEllO")), sign(strcoll("a", "b")));

  const char *numbers[] = {"0", "-42", "+7", "0x1F", "077", "  12abc", "9223372036854775808", "-9223372036854775809",
                           "18446744073709551615", "zz", ""};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    errno = 0;
    long l = strtol(numbers[i], &rest, 0);
    int range = errno == ERANGE;
    unsigned long u = strtoul(numbers[i], NULL, 10);
    printf("'%s': %ld%s rest '%s' unsigned %lu base 36 %ld\n", numbers[i], l, range ? " out of range" : "", rest, u,
           strtol(numbers[i], NULL, 36));
  }

  unsigned classes = 0;
  for (int c = 0; c < 128; c++) {
    classes = classes * 31 + (isalpha(c) != 0) + 2 * (isdigit(c) != 0) + 4 * (isspace(c) != 0) + 8 * (ispunct(c) != 0) +
              16 * (iscntrl(c) != 0) + 32 * (isxdigit(c) != 0) + (unsigned)toupper(c) + (unsigned)tolower(c);
  }
  printf("classes %08x\n", classes);
  wchar_t wide[20];
  swprintf(wide, 20, L"%ls-%d", L"wide", 5);
  printf("%ls %zu %d\n", wide, wcslen(wide), wcscmp(wide, L"wide-5"));
  printf("%lu\n", wcstoul(L"777", NULL, 8));
  printf("%" PRId64 " %" PRIx32 " %" PRIuMAX "\n", INT64_MIN, UINT32_MAX, UINTMAX_MAX);
  return 0;
}
