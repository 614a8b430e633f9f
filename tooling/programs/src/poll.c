// poll, ppoll, select and pselect: readiness, time limits, hang-ups, masks, bad descriptors.
#include "report.h"
#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <time.h>

static volatile sig_atomic_t alarms;

static void on_alarm(int signal) {
  (void)signal;
  alarms++;
}

static long milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void show_poll(struct pollfd *fds, int count, int limit) {
  int result = poll(fds, count, limit);
  printf("poll = %d:", result);
  for (int i = 0; i < count; i++) {
    short r = fds[i].revents;
    printf(" [%s%s%s%s%s]", r & POLLIN ? "in " : "", r & POLLOUT ? "out " : "", r & POLLHUP ? "hup " : "",
           r & POLLERR ? "err " : "", r & POLLNVAL ? "nval " : "");
  }
  printf("\n");
}

int main(void) {
  int ends[2], other[2];
  char byte;
  need(pipe(ends) == 0 && pipe(other) == 0, "pipe");
  struct pollfd fds[3] = {{ends[0], POLLIN, 0}, {ends[1], POLLOUT, 0}, {-1, POLLIN, 0}};
  show_poll(fds, 3, 0);
  need(write(ends[1], "x", 1) == 1, "write");
  show_poll(fds, 3, -1);
  fds[2].fd = 0x7fff;
  show_poll(fds, 3, 1000);
  need(read(ends[0], &byte, 1) == 1, "read");

  long begin = milliseconds();
  show_poll(fds, 1, 30);
  SHOW_TRUTH(milliseconds() - begin >= 30);
  begin = milliseconds();
  SHOW(poll(NULL, 0, 20));
  SHOW_TRUTH(milliseconds() - begin >= 20);

  pid_t child = fork();
  if (child == 0) {
    usleep(30000);
    _exit(write(ends[1], "y", 1) == 1 ? 0 : 1);
  }
  show_poll(fds, 1, 10000);
  show_end("writer", child);
  need(read(ends[0], &byte, 1) == 1, "read");
  close(ends[1]);
  show_poll(fds, 1, -1);
  fds[0].fd = open("/dev/null", O_RDWR);
  fds[0].events = POLLIN | POLLOUT;
  show_poll(fds, 1, 0);
  close(other[0]);
  fds[0] = (struct pollfd){other[1], POLLOUT, 0};
  show_poll(fds, 1, 0);

  struct sigaction action = {.sa_handler = on_alarm};
  sigset_t blocked, open_mask;
  sigaction(SIGALRM, &action, NULL);
  sigemptyset(&blocked);
  sigaddset(&blocked, SIGALRM);
  sigprocmask(SIG_BLOCK, &blocked, &open_mask);
  raise(SIGALRM);
  struct timespec limit = {10, 0};
  need(pipe(ends) == 0, "pipe");
  fds[0] = (struct pollfd){ends[0], POLLIN, 0};
  SHOW(ppoll(fds, 1, &limit, &open_mask));
  printf("alarms %d\n", alarms);
  raise(SIGALRM);
  limit = (struct timespec){0, 1000000};
  SHOW(ppoll(fds, 1, &limit, NULL));
  printf("alarms %d\n", alarms);

  fd_set readable, writable;
  FD_ZERO(&readable);
  FD_ZERO(&writable);
  FD_SET(ends[0], &readable);
  FD_SET(ends[1], &writable);
  SHOW(select(ends[1] + 1, &readable, &writable, NULL, NULL));
  printf("readable %d, writable %d\n", FD_ISSET(ends[0], &readable) != 0, FD_ISSET(ends[1], &writable) != 0);
  FD_SET(ends[0], &readable);
  struct timeval short_time = {0, 20000};
  SHOW(select(ends[0] + 1, &readable, NULL, NULL, &short_time));
  printf("readable %d\n", FD_ISSET(ends[0], &readable) != 0);
  FD_SET(ends[0], &readable);
  limit = (struct timespec){10, 0};
  SHOW(pselect(ends[0] + 1, &readable, NULL, NULL, &limit, &open_mask));
  printf("alarms %d\n", alarms);
  close(ends[0]);
  SHOW(select(ends[1] + 1, &readable, NULL, NULL, NULL));
  SHOW(select(-1, NULL, NULL, NULL, NULL));
  return 0;
}
