// Pipes: order, end of file, capacity, atomic writes, non-blocking ends, SIGPIPE.
// run: { "quick": true }
#include "report.h"
#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/uio.h>

static volatile sig_atomic_t broken;

static void on_pipe(int signal) {
  (void)signal;
  broken++;
}

/** Sends numbers through a chain of processes, each of which adds one. */
static void chain(int length) {
  int in[2], out[2];
  need(pipe(in) == 0, "pipe");
  int first = in[1], last = in[0];
  for (int i = 0; i < length; i++) {
    need(pipe(out) == 0, "pipe");
    if (fork() == 0) {
      long number;
      close(first), close(out[0]);
      while (read(last, &number, sizeof number) == sizeof number) {
        number++;
        (void)!write(out[1], &number, sizeof number);
      }
      _exit(0);
    }
    close(last), close(out[1]);
    last = out[0];
  }
  for (long number = 0; number < 5000; number += 1000) (void)!write(first, &number, sizeof number);
  close(first);
  long number;
  printf("chain:");
  while (read(last, &number, sizeof number) == sizeof number) printf(" %ld", number);
  printf("\n");
  close(last);
  while (wait(NULL) > 0) continue;
}

/** Several writers of whole records: none may be torn while records fit PIPE_BUF. */
static void atomic_records(void) {
  int ends[2];
  char record[1000];
  need(pipe(ends) == 0, "pipe");
  for (int writer = 0; writer < 4; writer++) {
    if (fork() == 0) {
      memset(record, 'a' + writer, sizeof record);
      for (int i = 0; i < 100; i++) (void)!write(ends[1], record, sizeof record);
      _exit(0);
    }
  }
  close(ends[1]);
  int torn = 0, records = 0;
  for (;;) {
    size_t got = 0;
    ssize_t length;
    while (got < sizeof record && (length = read(ends[0], record + got, sizeof record - got)) > 0) got += length;
    if (got < sizeof record) break;
    records++;
    for (size_t i = 1; i < sizeof record; i++) torn += record[i] != record[0];
  }
  printf("records %d, torn %d\n", records, torn);
  close(ends[0]);
  while (wait(NULL) > 0) continue;
}

int main(void) {
  int ends[2];
  char buffer[70000] = {0};
  chain(5);
  atomic_records();

  SHOW(pipe2(ends, O_NONBLOCK));
  SHOW(read(ends[0], buffer, 10));
  long filled = 0;
  while (write(ends[1], buffer, 4096) == 4096) filled += 4096;
  printf("filled %ld, %s\n", filled, errno_name(errno));
  int available;
  SHOW(ioctl(ends[0], FIONREAD, &available));
  printf("available %d\n", available);
  SHOW(read(ends[0], buffer, 5000));
  SHOW(write(ends[1], buffer, 1));
  SHOW(fcntl(ends[0], F_GETFL) == (O_RDONLY | O_NONBLOCK));
  SHOW(fcntl(ends[1], F_GETFL) == (O_WRONLY | O_NONBLOCK));
  SHOW(write(ends[0], buffer, 1));
  SHOW(read(ends[1], buffer, 1));
  SHOW(lseek(ends[0], 0, SEEK_SET));
  close(ends[1]);
  long drained = 0;
  for (ssize_t length; (length = read(ends[0], buffer, sizeof buffer)) > 0;) drained += length;
  printf("drained %ld\n", drained);
  SHOW(read(ends[0], buffer, 1));
  close(ends[0]);

  struct sigaction action = {.sa_handler = on_pipe};
  sigaction(SIGPIPE, &action, NULL);
  need(pipe(ends) == 0, "pipe");
  close(ends[0]);
  SHOW(write(ends[1], "x", 1));
  printf("SIGPIPE %d time(s)\n", broken);
  SHOW(pipe(nowhere));

  struct iovec parts[] = {{"gathered ", 9}, {"", 0}, {"write", 5}};
  need(pipe(ends) == 0, "pipe");
  SHOW(writev(ends[1], parts, 3));
  char a[4] = {0}, b[20] = {0};
  struct iovec into[] = {{a, 3}, {b, 19}};
  SHOW(readv(ends[0], into, 2));
  printf("'%s' '%s'\n", a, b);
  return 0;
}
