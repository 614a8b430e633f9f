// Files: opening modes, append, truncation, positioned and gathered transfers, limits.
// run: { "quick": true }
#include "report.h"
#include <fcntl.h>
#include <sys/uio.h>

static void show_contents(const char *path) {
  char text[100] = {0};
  int fd = open(path, O_RDONLY);
  ssize_t length = read(fd, text, sizeof text - 1);
  printf("%s: %zd bytes '", path, length);
  for (ssize_t i = 0; i < length; i++) printf(text[i] == 0 ? "\\0" : "%c", text[i]);
  printf("'\n");
  close(fd);
}

int main(void) {
  char buffer[32] = {0};
  struct stat info;
  volatile int minus_one = -1;
  enter_scratch();
  SHOW(open("missing", O_RDONLY));
  int fd = open("file", O_WRONLY | O_CREAT | O_EXCL, 0640);
  SHOW(write(fd, "hello world", 11));
  SHOW(read(fd, buffer, 1));
  SHOW(lseek(fd, 6, SEEK_SET));
  SHOW(write(fd, "there", 5));
  SHOW(lseek(fd, 0, SEEK_CUR));
  SHOW(close(fd));
  show_contents("file");
  SHOW(open("file", O_WRONLY | O_CREAT | O_EXCL, 0640));

  fd = open("file", O_WRONLY | O_APPEND);
  SHOW(lseek(fd, 0, SEEK_SET));
  SHOW(write(fd, "!", 1));
  SHOW(lseek(fd, 0, SEEK_CUR));
  close(fd);
  show_contents("file");

  fd = open("file", O_RDWR);
  SHOW(pread(fd, buffer, 5, 6));
  printf("'%.5s', offset %ld\n", buffer, (long)lseek(fd, 0, SEEK_CUR));
  SHOW(pwrite(fd, "HE", 2, 0));
  SHOW(pwrite(fd, "far", 3, 20));
  SHOW(pread(fd, buffer, 10, 100));
  SHOW(pread(fd, buffer, 10, -1));
  show_contents("file");
  struct iovec out[] = {{"one ", 4}, {"two ", 4}, {NULL, 0}, {"three", 5}};
  SHOW(writev(fd, out, 4));
  char a[5] = {0}, b[9] = {0};
  struct iovec in[] = {{a, 4}, {b, 8}};
  SHOW(preadv(fd, in, 2, 4));
  printf("'%s' '%s'\n", a, b);
  SHOW(pwritev(fd, out, 1, 30));
  SHOW(writev(fd, out, minus_one));
  SHOW(ftruncate(fd, 8));
  SHOW(lseek(fd, 0, SEEK_END));
  SHOW(ftruncate(fd, 12));
  show_contents("file");
  SHOW(ftruncate(fd, -1));
  close(fd);

  fd = open("file", O_RDONLY);
  SHOW(write(fd, "x", 1));
  SHOW(ftruncate(fd, 0));
  close(fd);
  fd = open("file", O_WRONLY | O_TRUNC);
  fstat(fd, &info);
  printf("size after O_TRUNC: %ld\n", (long)info.st_size);
  close(fd);
  SHOW(truncate("missing", 0));
  SHOW(open(".", O_WRONLY));
  SHOW(open("file/inside", O_RDONLY));
  SHOW(open("file", O_RDONLY | O_DIRECTORY));
  OK(open(".", O_RDONLY | O_DIRECTORY));
  SHOW(read(open(".", O_RDONLY), buffer, 1));
  SHOW(write(-1, "x", 1));
  SHOW(write(open("file", O_WRONLY), nowhere, 1));
  SHOW(read(open("file", O_RDONLY), nowhere, 0));
  return 0;
}
