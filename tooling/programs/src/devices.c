// The devices every system has: null, zero, random, and what standard input is not.
// run: { "quick": true }
#include "report.h"
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <termios.h>

int main(void) {
  char buffer[64];
  int null = open("/dev/null", O_RDWR), zero = open("/dev/zero", O_RDWR), random = open("/dev/urandom", O_RDONLY);
  SHOW_TRUTH(null >= 0 && zero >= 0 && random >= 0);
  SHOW(read(null, buffer, sizeof buffer));
  SHOW(write(null, buffer, sizeof buffer));
  memset(buffer, 1, sizeof buffer);
  SHOW(read(zero, buffer, sizeof buffer));
  int sum = 0;
  for (size_t i = 0; i < sizeof buffer; i++) sum += buffer[i];
  printf("sum %d\n", sum);
  SHOW(write(zero, buffer, 10));
  SHOW(read(random, buffer, sizeof buffer));
  unsigned char set = 0;
  for (size_t i = 0; i < sizeof buffer; i++) set |= (unsigned char)buffer[i];
  SHOW_TRUTH(set == 0xff);
  SHOW(getrandom(buffer, 32, 0));
  SHOW(getrandom(buffer, 16, GRND_NONBLOCK));
  SHOW(getrandom(buffer, 0, 0));
  SHOW(getrandom(nowhere, 8, 0));
  SHOW(getrandom(buffer, 8, 0x1000));
  unsigned long a = 0, b = 0;
  need(getrandom(&a, sizeof a, 0) == sizeof a && getrandom(&b, sizeof b, 0) == sizeof b, "getrandom");
  SHOW_TRUTH(a != b);

  struct termios modes;
  struct winsize size;
  SHOW(isatty(null));
  SHOW(tcgetattr(null, &modes));
  SHOW(ioctl(null, TIOCGWINSZ, &size));
  SHOW(ioctl(-1, TIOCGWINSZ, &size));
  SHOW(open("/dev/missing", O_RDONLY));
  char *pages = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE, zero, 0);
  SHOW_TRUTH(pages != MAP_FAILED && pages[0] == 0 && pages[8191] == 0);
  FILE *full = fopen("/dev/null", "w");
  SHOW(fprintf(full, "%1000d", 5));
  SHOW(fclose(full));
  return 0;
}
