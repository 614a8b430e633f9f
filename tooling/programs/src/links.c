// Hard and symbolic links, rename in all its cases, loops, what is refused.
// run: { "quick": true }
#include "report.h"
#include <fcntl.h>

static void make(const char *path, const char *text) {
  int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  need(write(fd, text, strlen(text)) == (ssize_t)strlen(text), path);
  close(fd);
}

static void show_file(const char *path) {
  char text[32] = {0};
  struct stat info;
  int fd = open(path, O_RDONLY);
  if (fd < 0 || read(fd, text, 31) < 0 || fstat(fd, &info) != 0) printf("%s: %s\n", path, errno_name(errno));
  else printf("%s: '%s', %d link(s)\n", path, text, (int)info.st_nlink);
  if (fd >= 0) close(fd);
}

static void show_link(const char *path) {
  char target[64] = {0};
  ssize_t length = readlink(path, target, 63);
  printf("readlink %s = %zd '%s' %s\n", path, length, target, length < 0 ? errno_name(errno) : "");
}

int main(void) {
  enter_scratch();
  make("one", "first");
  SHOW(link("one", "two"));
  show_file("two");
  SHOW(link("one", "two"));
  SHOW(link("missing", "three"));
  mkdir("folder", 0755);
  SHOW(link("folder", "other"));
  SHOW(unlink("one"));
  show_file("two");

  SHOW(symlink("two", "soft"));
  SHOW(symlink("nothing", "dangling"));
  SHOW(symlink("../two", "folder/up"));
  SHOW(symlink("two", "soft"));
  SHOW(symlink("", "empty"));
  show_link("soft");
  show_link("dangling");
  show_link("two");
  show_file("soft");
  show_file("dangling");
  show_file("folder/up");
  char part[3];
  SHOW(readlink("soft", part, 2));
  SHOW(open("soft", O_RDONLY | O_NOFOLLOW));
  make("dangling", "created through the link");
  show_file("nothing");
  SHOW(open("soft", O_WRONLY | O_CREAT | O_EXCL, 0600));

  need(symlink("loop-b", "loop-a") == 0 && symlink("loop-a", "loop-b") == 0, "symlink");
  SHOW(open("loop-a", O_RDONLY));
  need(symlink("folder", "way") == 0, "symlink");
  SHOW(access("way/up", F_OK));
  SHOW(unlink("way/"));

  make("a", "a");
  make("b", "b");
  SHOW(rename("a", "b"));
  show_file("b");
  show_file("a");
  SHOW(rename("b", "b"));
  SHOW(rename("missing", "b"));
  SHOW(rename("b", "folder"));
  SHOW(rename("folder", "b"));
  SHOW(rename("b", "folder/b"));
  SHOW(rename("folder", "folder/inside"));
  SHOW(mkdir("empty-folder", 0755));
  SHOW(rename("empty-folder", "folder"));
  SHOW(rename("folder", "empty-folder"));
  show_file("empty-folder/b");
  SHOW(rename("soft", "renamed"));
  show_link("renamed");
  SHOW(unlink("missing"));
  SHOW(unlink("renamed"));
  show_file("two");
  return 0;
}
