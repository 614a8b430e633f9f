// Offsets: every whence, beyond the end, sparse files, 64-bit sizes, what cannot be sought.
#include "report.h"
#include <fcntl.h>

static int zeros(int fd, off_t at, int count) {
  char buffer[512];
  memset(buffer, 1, sizeof buffer);
  if (pread(fd, buffer, count, at) != count) return 0;
  for (int i = 0; i < count; i++) {
    if (buffer[i] != 0) return 0;
  }
  return 1;
}

int main(void) {
  struct stat info;
  char byte = 0;
  enter_scratch();
  int fd = open("file", O_RDWR | O_CREAT, 0600);
  SHOW(write(fd, "0123456789", 10));
  SHOW(lseek(fd, 3, SEEK_SET));
  SHOW(lseek(fd, 4, SEEK_CUR));
  SHOW(lseek(fd, -2, SEEK_CUR));
  SHOW(lseek(fd, -1, SEEK_END));
  SHOW(read(fd, &byte, 1));
  printf("byte %c\n", byte);
  SHOW(read(fd, &byte, 1));
  SHOW(lseek(fd, -1, SEEK_SET));
  SHOW(lseek(fd, -100, SEEK_CUR));
  SHOW(lseek(fd, 0, SEEK_CUR));
  SHOW(lseek(fd, 0, 99));
  SHOW(lseek(fd, 1000, SEEK_SET));
  SHOW(read(fd, &byte, 1));
  fstat(fd, &info);
  printf("size %ld\n", (long)info.st_size);

  SHOW(lseek(fd, 200000, SEEK_SET));
  SHOW(write(fd, "end", 3));
  fstat(fd, &info);
  printf("size %ld, holes are zero: %d %d %d\n", (long)info.st_size, zeros(fd, 10, 500), zeros(fd, 100000, 512),
         zeros(fd, 199990, 10));
  SHOW(pwrite(fd, "middle", 6, 100000));
  printf("around the middle: %d %d\n", zeros(fd, 99500, 500), zeros(fd, 100006, 500));
  SHOW(ftruncate(fd, 100003));
  SHOW(ftruncate(fd, 150000));
  printf("cut off and grown again: %d\n", zeros(fd, 100003, 500));
  SHOW(lseek(fd, INT64_MAX, SEEK_SET) == INT64_MAX || errno == EINVAL);
  SHOW(lseek(0x7fff, 0, SEEK_SET));

  FILE *stream = fopen("stream", "w+");
  fprintf(stream, "line one\nline two\nline three\n");
  fseek(stream, 9, SEEK_SET);
  char line[32];
  printf("%s", fgets(line, sizeof line, stream));
  printf("ftell %ld\n", ftell(stream));
  fseek(stream, -6, SEEK_END);
  printf("%s", fgets(line, sizeof line, stream));
  rewind(stream);
  fputs("LINE", stream);
  fflush(stream);
  rewind(stream);
  printf("%s", fgets(line, sizeof line, stream));
  fclose(stream);
  return 0;
}
