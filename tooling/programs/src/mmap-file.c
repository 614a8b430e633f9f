// File mappings: shared ones are the file, private ones are a copy, the end of a file and what
// lies behind it.
#include "report.h"
#include <fcntl.h>
#include <setjmp.h>
#include <sys/mman.h>

static sigjmp_buf back;

static void on_bus(int signal) {
  printf("  %s\n", signal_name(signal));
  siglongjmp(back, 1);
}

static void show_file(int fd, const char *what) {
  char text[24] = {0};
  need(pread(fd, text, 20, 0) == 20, "pread");
  printf("%s: %s\n", what, text);
}

int main(void) {
  long page = sysconf(_SC_PAGESIZE);
  enter_scratch();
  int fd = open("data", O_RDWR | O_CREAT, 0600);
  for (int i = 0; i < page / 10 + 100; i++) need(write(fd, "0123456789", 10) == 10, "write");
  long size = lseek(fd, 0, SEEK_END);

  char *shared = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  char *private = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
  need(shared != MAP_FAILED && private != MAP_FAILED, "mmap");
  memcpy(shared, "shared", 6);
  show_file(fd, "file after a shared write");
  printf("private sees %.10s\n", private);
  memcpy(private, "private", 7);
  show_file(fd, "file after a private write");
  printf("shared sees %.10s\n", shared);
  need(pwrite(fd, "written", 7, page + 3) == 7, "pwrite");
  printf("shared sees %.10s, msync %d\n", shared + page + 3, msync(shared, size, MS_SYNC));

  // The last page is filled up with zeros, which never reach the file.
  printf("behind the end: %d %d\n", shared[size], shared[(size / page + 1) * page - 1]);
  shared[size] = 'x';
  SHOW_TRUTH(lseek(fd, 0, SEEK_END) == size);

  pid_t child = fork();
  if (child == 0) {
    memcpy(shared + 10, "child", 5);
    memcpy(private + 10, "child", 5);
    _exit(0);
  }
  show_end("child", child);
  printf("after the child: shared %.5s, private %.5s\n", shared + 10, private + 10);

  close(fd);
  memcpy(shared, "closed", 6);
  fd = open("data", O_RDONLY);
  show_file(fd, "file after close");
  SHOW_TRUTH(mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0) == MAP_FAILED);
  printf("  %s\n", errno_name(errno));
  char *readable = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, page);
  SHOW_TRUTH(readable != MAP_FAILED);
  printf("at an offset: %.10s\n", readable);

  struct sigaction action = {.sa_handler = on_bus};
  sigaction(SIGBUS, &action, NULL);
  char *beyond = mmap(NULL, 8 * page, PROT_READ, MAP_SHARED, fd, 0);
  volatile char sink = 0;
  if (sigsetjmp(back, 1) == 0) sink = beyond[6 * page];
  SHOW(truncate("data", 10));
  if (sigsetjmp(back, 1) == 0) sink = beyond[page];
  printf("first page still there: %.4s %d\n", beyond, sink);
  SHOW(unlink("data"));
  printf("after unlink: %.4s\n", beyond);
  return 0;
}
