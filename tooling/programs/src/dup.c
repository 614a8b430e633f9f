// Descriptors: the lowest free number, dup2 and dup3, shared offsets, flags of the descriptor
// and of the open file, redirection of standard streams.
// run: { "quick": true }
#include "report.h"
#include <fcntl.h>

static char text_at(int fd) {
  char byte = '?';
  (void)!read(fd, &byte, 1);
  return byte;
}

int main(void) {
  enter_scratch();
  int fd = open("file", O_RDWR | O_CREAT, 0600);
  int base = fd;
  need(write(fd, "abcdefghij", 10) == 10, "write");
  lseek(fd, 0, SEEK_SET);

  int copy = dup(fd), separate = open("file", O_RDONLY);
  printf("numbers: %d %d %d\n", fd - base, copy - base, separate - base);
  const int order[] = {fd, copy, fd, separate};
  for (int i = 0; i < 4; i++) printf("descriptor %d reads %c\n", order[i] - base, text_at(order[i]));
  close(copy);
  SHOW_TRUTH(dup(fd) == copy);
  SHOW(dup2(fd, base + 20) - base);
  SHOW(dup2(fd, fd) - base);
  SHOW(dup2(base + 40, base + 41));
  SHOW(dup2(fd, -1));
  SHOW(dup3(fd, fd, 0));
  SHOW(dup3(fd, base + 5, O_CLOEXEC) - base);
  SHOW(fcntl(base + 5, F_GETFD));
  SHOW(fcntl(base + 20, F_GETFD));
  SHOW(fcntl(fd, F_DUPFD, base + 10) - base);
  SHOW(fcntl(fd, F_DUPFD_CLOEXEC, base + 10) - base);
  SHOW(fcntl(base + 11, F_GETFD));
  SHOW(fcntl(base + 11, F_SETFD, 0));
  SHOW(fcntl(base + 11, F_GETFD));
  SHOW(fcntl(fd, F_DUPFD, -1));

  SHOW(fcntl(fd, F_SETFL, O_APPEND | O_NONBLOCK));
  SHOW_TRUTH((fcntl(copy, F_GETFL) & (O_APPEND | O_NONBLOCK | O_ACCMODE)) == (O_APPEND | O_NONBLOCK | O_RDWR));
  SHOW_TRUTH((fcntl(separate, F_GETFL) & O_APPEND) == 0);

  pid_t child = fork();
  if (child == 0) {
    lseek(fd, 7, SEEK_SET);
    _exit(0);
  }
  show_end("child", child);
  printf("offset moved by the child: %c\n", text_at(copy));

  fflush(stdout);
  int terminal = dup(1), output = open("output", O_RDWR | O_CREAT, 0600);
  dup2(output, 1);
  printf("into the file\n");
  dup2(terminal, 1);
  char text[32] = {0};
  need(pread(output, text, 31, 0) > 0, "pread");
  printf("redirected: %s", text);

  SHOW(close(base + 20));
  SHOW(close(base + 20));
  SHOW(close(-1));
  SHOW(fcntl(base + 20, F_GETFL));
  SHOW(fcntl(fd, 9999));
  return 0;
}
