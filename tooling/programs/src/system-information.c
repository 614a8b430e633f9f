// What the system says about itself: uname, limits, sysinfo, user ids, scheduling.
// run: { "quick": true }
#include "report.h"
#include <sched.h>
#include <sys/resource.h>
#include <sys/sysinfo.h>
#include <sys/utsname.h>

int main(void) {
  struct utsname names;
  SHOW(uname(&names));
  printf("%s %s\n", names.sysname, names.machine);
  int major = 0, minor = 0;
  SHOW_TRUTH(sscanf(names.release, "%d.%d", &major, &minor) == 2 && major >= 4);
  SHOW_TRUTH(names.nodename[0] != 0 && names.version[0] != 0);
  char host[65];
  SHOW(gethostname(host, sizeof host));
  SHOW_TRUTH(strcmp(host, names.nodename) == 0);

  SHOW(sysconf(_SC_PAGESIZE));
  SHOW(sysconf(_SC_CLK_TCK));
  SHOW_TRUTH(sysconf(_SC_NPROCESSORS_ONLN) >= 1);
  SHOW_TRUTH(sysconf(_SC_OPEN_MAX) >= 64);
  struct rlimit limit;
  const int resources[] = {RLIMIT_STACK, RLIMIT_NOFILE, RLIMIT_CORE, RLIMIT_DATA, RLIMIT_AS, RLIMIT_CPU, RLIMIT_FSIZE,
                           RLIMIT_NPROC};
  for (size_t i = 0; i < sizeof resources / sizeof *resources; i++) {
    printf("limit %d: %d, ordered %d\n", resources[i], getrlimit(resources[i], &limit), limit.rlim_cur <= limit.rlim_max);
  }
  getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = 20;
  SHOW(setrlimit(RLIMIT_NOFILE, &limit));
  int opened = 0;
  while (dup(0) >= 0) opened++;
  SHOW_TRUTH(errno == EMFILE && opened > 0 && opened <= 20);
  limit.rlim_cur = limit.rlim_max + 1;
  SHOW(limit.rlim_max == RLIM_INFINITY ? -1 : setrlimit(RLIMIT_NOFILE, &limit));

  struct sysinfo info;
  SHOW(sysinfo(&info));
  SHOW_TRUTH(info.totalram > 0 && info.freeram <= info.totalram && info.mem_unit > 0 && info.procs > 0);
  SHOW_TRUTH(getuid() == geteuid() && getgid() == getegid());
  SHOW_TRUTH(getppid() != getpid());

  SHOW(sched_yield());
  SHOW_TRUTH(sched_get_priority_max(SCHED_FIFO) > sched_get_priority_min(SCHED_FIFO));
  cpu_set_t set;
  CPU_ZERO(&set);
  SHOW(sched_getaffinity(0, sizeof set, &set));
  SHOW_TRUTH(CPU_COUNT(&set) >= 1);
  SHOW_TRUTH(sched_getcpu() >= 0);
  errno = 0;
  SHOW(getpriority(PRIO_PROCESS, 0));
  SHOW(nice(0));
  return 0;
}
