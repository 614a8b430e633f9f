// Dates: breaking down, putting together, formatting and parsing of fixed times.
#include "report.h"
#include <time.h>

static void show(time_t seconds) {
  struct tm parts;
  char text[100];
  gmtime_r(&seconds, &parts);
  strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S %a %b %j %U %V %G %u %I %p %y %C %e %%", &parts);
  printf("%lld: %s, back %lld\n", (long long)seconds, text, (long long)timegm(&parts));
}

int main(void) {
  const time_t times[] = {0, 1, 86399, 86400, 951782400, 951868800, 1078099200, 1709164800, 2147483647, 2147483648,
                          4102444800, -1, -86400 * 365L, 253402300799, 1000000000};
  for (size_t i = 0; i < sizeof times / sizeof *times; i++) show(times[i]);
  struct tm parts = {.tm_year = 124, .tm_mon = 13, .tm_mday = -5, .tm_hour = 50, .tm_min = -3, .tm_sec = 3601};
  setenv("TZ", "UTC0", 1);
  tzset();
  time_t normal = mktime(&parts);
  printf("normalised %lld: %s", (long long)normal, asctime(&parts));
  printf("ctime %s", ctime(&times[4]));
  memset(&parts, 0, sizeof parts);
  char *rest = strptime("2021-03-14T15:09:26 rest", "%Y-%m-%dT%H:%M:%S", &parts);
  printf("parsed %lld, rest '%s'\n", (long long)timegm(&parts), rest);
  setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
  tzset();
  for (int month = 0; month < 12; month += 3) {
    time_t seconds = 1700000000 + month * 2629746L;
    localtime_r(&seconds, &parts);
    printf("%02d:%02d %s dst %d offset %ld\n", parts.tm_hour, parts.tm_min, parts.tm_zone, parts.tm_isdst,
           parts.tm_gmtoff);
  }
  printf("%.0f\n", difftime(times[8], times[0]));
  return 0;
}
