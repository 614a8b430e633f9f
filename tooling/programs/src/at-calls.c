// The *at calls: paths relative to an open folder, their flags, bad descriptors.
#include "report.h"
#include <fcntl.h>

int main(void) {
  struct stat info;
  char target[32] = {0};
  enter_scratch();
  mkdir("base", 0755);
  int base = open("base", O_RDONLY | O_DIRECTORY);
  int fd = openat(base, "file", O_CREAT | O_RDWR, 0644);
  need(fd >= 0 && write(fd, "12345", 5) == 5, "openat");
  SHOW(access("base/file", F_OK));
  SHOW(mkdirat(base, "inner", 0755));
  SHOW(mkdirat(base, "inner", 0755));
  SHOW(symlinkat("file", base, "link"));
  SHOW(readlinkat(base, "link", target, sizeof target));
  printf("target %s\n", target);
  SHOW(fstatat(base, "link", &info, 0));
  printf("size %ld, link %d\n", (long)info.st_size, S_ISLNK(info.st_mode));
  SHOW(fstatat(base, "link", &info, AT_SYMLINK_NOFOLLOW));
  printf("size %ld, link %d\n", (long)info.st_size, S_ISLNK(info.st_mode));
  SHOW(fstatat(fd, "", &info, AT_EMPTY_PATH));
  printf("size %ld\n", (long)info.st_size);
  SHOW(fstatat(fd, "", &info, 0));
  SHOW(linkat(base, "file", AT_FDCWD, "hard", 0));
  SHOW(linkat(base, "link", base, "followed", AT_SYMLINK_FOLLOW));
  SHOW(linkat(base, "link", base, "not-followed", 0));
  fstatat(base, "followed", &info, AT_SYMLINK_NOFOLLOW);
  printf("followed: links %d\n", (int)info.st_nlink);
  fstatat(base, "not-followed", &info, AT_SYMLINK_NOFOLLOW);
  printf("not followed: link %d\n", S_ISLNK(info.st_mode));
  SHOW(renameat(base, "file", base, "inner/moved"));
  SHOW(faccessat(base, "inner/moved", R_OK, 0));
  SHOW(faccessat(base, "file", F_OK, 0));
  SHOW(unlinkat(base, "inner", 0));
  SHOW(unlinkat(base, "inner", AT_REMOVEDIR));
  SHOW(unlinkat(base, "inner/moved", 0));
  SHOW(unlinkat(base, "inner/moved", AT_REMOVEDIR));
  SHOW(unlinkat(base, "inner", AT_REMOVEDIR));
  SHOW(unlinkat(base, "link", AT_REMOVEDIR));
  SHOW(unlinkat(base, "link", 0x1000));
  SHOW(openat(fd, "x", O_RDONLY));
  SHOW(openat(-1, "x", O_RDONLY));
  SHOW(mkdirat(0x7fff, "x", 0755));
  SHOW_TRUTH(openat(-1, "/dev/null", O_RDONLY) >= 0);
  SHOW(openat(AT_FDCWD, "base/followed", O_RDONLY) >= 0);
  return 0;
}
