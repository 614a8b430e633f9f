// Interrupted calls: read and wait with and without SA_RESTART, sleeps that tell what is left.
#include "action.h"
#include "report.h"
#include <poll.h>
#include <sys/time.h>
#include <time.h>

static volatile sig_atomic_t hits;
static int pipe_ends[2];

static void on_alarm(int signal) {
  (void)signal;
  hits++;
  // The third hit lets a restarted read come to an end.
  if (hits == 3) (void)!write(pipe_ends[1], "x", 1);
}

static void install(int flags) {
  struct sigaction action = {.sa_handler = on_alarm, .sa_flags = flags};
  set_action(SIGALRM, &action, NULL);
  hits = 0;
}

static void tick_every(int milliseconds) {
  struct itimerval timer = {{0, milliseconds * 1000}, {0, milliseconds * 1000}};
  setitimer(ITIMER_REAL, &timer, NULL);
}

int main(void) {
  char byte;
  int status;
  need(pipe(pipe_ends) == 0, "pipe");

  install(0);
  tick_every(20);
  SHOW(read(pipe_ends[0], &byte, 1));
  tick_every(0);
  install(SA_RESTART);
  tick_every(20);
  SHOW(read(pipe_ends[0], &byte, 1));
  tick_every(0);
  printf("hits %d, byte %c\n", hits, byte);

  install(0);
  pid_t child = fork();
  if (child == 0) {
    usleep(200000);
    _exit(3);
  }
  tick_every(50);
  SHOW(waitpid(child, &status, 0));
  tick_every(0);
  install(SA_RESTART);
  tick_every(20);
  SHOW_TRUTH(waitpid(child, &status, 0) == child);
  tick_every(0);
  show_status("child", status);
  SHOW_TRUTH(hits > 0);

  // Sleeps and poll are never restarted, whatever the flag says.
  struct timespec asked = {1, 0}, left = {9, 9};
  tick_every(30);
  SHOW(nanosleep(&asked, &left));
  tick_every(0);
  SHOW_TRUTH(left.tv_sec == 0 && left.tv_nsec > 500000000 && left.tv_nsec < 975000000);
  left = (struct timespec){9, 9};
  tick_every(30);
  SHOW_ERROR(clock_nanosleep(CLOCK_MONOTONIC, 0, &asked, &left));
  tick_every(0);
  SHOW_TRUTH(left.tv_sec == 0 && left.tv_nsec > 500000000);
  struct pollfd silent = {.fd = pipe_ends[0], .events = POLLIN};
  tick_every(30);
  SHOW(poll(&silent, 1, 5000));
  SHOW(pause());
  tick_every(0);
  return 0;
}
