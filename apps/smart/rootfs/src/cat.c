// cat [FILE…]: copies files, or standard input, to standard output.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static int status;

static void complain(const char *name) {
  dprintf(STDERR_FILENO, "cat: %s: %s\n", name, strerror(errno));
  status = 1;
}

static void copy(int from, const char *name) {
  char buffer[16384];
  ssize_t length;
  while ((length = read(from, buffer, sizeof buffer)) > 0) {
    for (ssize_t done = 0; done < length;) {
      ssize_t written = write(STDOUT_FILENO, buffer + done, length - done);
      if (written < 0) {
        complain("write error");
        return;
      }
      done += written;
    }
  }
  if (length < 0) complain(name);
}

int main(int argc, char **argv) {
  if (argc == 1) copy(STDIN_FILENO, "standard input");
  for (int i = 1; i < argc; i++) {
    int fd = strcmp(argv[i], "-") == 0 ? STDIN_FILENO : open(argv[i], O_RDONLY);
    if (fd < 0) {
      complain(argv[i]);
      continue;
    }
    copy(fd, argv[i]);
    if (fd != STDIN_FILENO) close(fd);
  }
  return status;
}
