// Modes: umask on creation, chmod and fchmod, special bits, chown to oneself.
#include "report.h"
#include <fcntl.h>

static void show(const char *path) {
  struct stat info;
  if (lstat(path, &info) != 0) printf("%s: %s\n", path, errno_name(errno));
  else printf("%s: %04o\n", path, info.st_mode & 07777);
}

int main(void) {
  enter_scratch();
  SHOW(umask(027));
  int fd = open("file", O_CREAT | O_RDWR, 0666);
  mkdir("folder", 0777);
  show("file");
  show("folder");
  printf("umask was %03o\n", umask(077));
  close(open("secret", O_CREAT | O_WRONLY, 0777));
  show("secret");
  umask(0);
  close(open("open", O_CREAT | O_WRONLY, 0777));
  show("open");
  SHOW(umask(07022) & 0777);
  printf("umask keeps %04o\n", umask(022));

  SHOW(chmod("file", 0604));
  show("file");
  SHOW(fchmod(fd, 04755));
  show("file");
  SHOW(chmod("folder", 01777));
  show("folder");
  SHOW(fchmodat(AT_FDCWD, "secret", 0400, 0));
  show("secret");
  SHOW(chmod("missing", 0600));
  SHOW(fchmod(-1, 0600));
  SHOW(chmod("file/inside", 0600));
  SHOW(chown("folder", getuid(), getgid()));
  SHOW(chown("folder", -1, -1));
  SHOW(fchown(fd, getuid(), -1));
  SHOW(chown("missing", getuid(), getgid()));
  need(symlink("secret", "link") == 0, "symlink");
  SHOW(lchown("link", getuid(), getgid()));
  show("secret");
  pid_t child = fork();
  if (child == 0) {
    umask(0777);
    _exit(0);
  }
  show_end("child", child);
  printf("umask of the parent %03o\n", umask(0));
  return 0;
}
