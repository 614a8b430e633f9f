// A file that is unlinked while open lives on until its last descriptor closes.
#include "report.h"
#include <fcntl.h>
#include <sys/mman.h>

int main(void) {
  struct stat info;
  char text[16] = {0};
  enter_scratch();
  int fd = open("file", O_RDWR | O_CREAT, 0600);
  need(write(fd, "alive", 5) == 5, "write");
  SHOW(unlink("file"));
  SHOW(access("file", F_OK));
  fstat(fd, &info);
  printf("links %d, size %ld\n", (int)info.st_nlink, (long)info.st_size);
  SHOW(pwrite(fd, " and kicking", 12, 5) == 12);
  SHOW(pread(fd, text, 15, 2));
  printf("'%s'\n", text);
  int same = open("file", O_RDWR | O_CREAT | O_EXCL, 0600);
  SHOW_TRUTH(same >= 0);
  fstat(same, &info);
  printf("the new one has %ld bytes\n", (long)info.st_size);

  pid_t child = fork();
  if (child == 0) {
    close(same);
    _exit(pread(fd, text, 5, 0) == 5 && memcmp(text, "alive", 5) == 0 ? 0 : 1);
  }
  close(fd);
  show_end("child still reads the unlinked file", child);

  // The space comes back: far more is written than any small disk holds at once.
  static char block[65536];
  int failed = 0;
  for (int i = 0; i < 100; i++) {
    fd = open("big", O_RDWR | O_CREAT | O_TRUNC, 0600);
    for (int k = 0; k < 16; k++) failed += write(fd, block, sizeof block) != sizeof block;
    unlink("big");
    close(fd);
  }
  printf("failed writes: %d\n", failed);

  mkdir("folder", 0755);
  fd = open("folder", O_RDONLY | O_DIRECTORY);
  SHOW(rmdir("folder"));
  SHOW(openat(fd, "inside", O_CREAT | O_WRONLY, 0600));
  SHOW(fstat(fd, &info));
  return 0;
}
