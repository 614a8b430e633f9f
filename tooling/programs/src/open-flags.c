// Flags of open files: access modes, what F_SETFL changes, append among several writers; fifos.
#include "report.h"
#include <fcntl.h>

static void show_flags(int fd) {
  int flags = fcntl(fd, F_GETFL);
  const char *mode = (flags & O_ACCMODE) == O_RDONLY ? "read" : (flags & O_ACCMODE) == O_WRONLY ? "write" : "both";
  printf("%s%s%s, close-on-exec %d\n", mode, flags & O_APPEND ? " append" : "", flags & O_NONBLOCK ? " nonblock" : "",
         fcntl(fd, F_GETFD));
}

int main(void) {
  enter_scratch();
  show_flags(open("file", O_RDWR | O_CREAT, 0600));
  show_flags(open("file", O_RDONLY | O_CLOEXEC));
  show_flags(open("file", O_WRONLY | O_APPEND));
  show_flags(open("file", O_RDONLY | O_NONBLOCK));
  int fd = open("file", O_WRONLY);
  SHOW(fcntl(fd, F_SETFL, O_RDWR | O_APPEND | O_TRUNC));
  show_flags(fd);
  SHOW(fcntl(fd, F_SETFL, 0));
  show_flags(fd);

  // Two writers of one file: without append they overwrite, with append they do not.
  int a = open("two", O_WRONLY | O_CREAT, 0600), b = open("two", O_WRONLY);
  need(write(a, "aaaa", 4) == 4 && write(b, "bb", 2) == 2, "write");
  fcntl(b, F_SETFL, O_APPEND);
  need(write(b, "cc", 2) == 2 && write(a, "dd", 2) == 2, "write");
  char text[16] = {0};
  need(read(open("two", O_RDONLY), text, 15) > 0, "read");
  printf("'%s'\n", text);

  SHOW(mkfifo("fifo", 0600));
  SHOW(open("fifo", O_WRONLY | O_NONBLOCK));
  int reader = open("fifo", O_RDONLY | O_NONBLOCK);
  SHOW_TRUTH(reader >= 0);
  SHOW(read(reader, text, 1));
  int writer = open("fifo", O_WRONLY | O_NONBLOCK);
  SHOW_TRUTH(writer >= 0);
  SHOW(read(reader, text, 1));
  SHOW(write(writer, "through", 7));
  SHOW(read(reader, text, 15));
  close(writer);
  SHOW(read(reader, text, 1));
  close(reader);
  pid_t child = fork();
  if (child == 0) {
    writer = open("fifo", O_WRONLY);
    _exit(write(writer, "blocking", 8) == 8 ? 0 : 1);
  }
  reader = open("fifo", O_RDONLY);
  SHOW(read(reader, text, 15));
  printf("'%.8s'\n", text);
  show_end("writer", child);
  return 0;
}
