// Paths: dots, slashes, components that are no folders, names and paths that are too long.
#include "report.h"
#include <fcntl.h>
#include <limits.h>
#include <sys/syscall.h>

static void look(const char *path) {
  struct stat info;
  int result = stat(path, &info);
  printf("%.30s%s: %s\n", path, strlen(path) > 30 ? "…" : "",
         result != 0 ? errno_name(errno) : S_ISDIR(info.st_mode) ? "a folder" : "a file");
}

int main(void) {
  static char name[PATH_MAX + 10], path[PATH_MAX + 10];
  enter_scratch();
  mkdir("folder", 0755);
  mkdir("folder/deep", 0755);
  close(open("file", O_CREAT | O_WRONLY, 0644));
  const char *paths[] = {"folder", "folder/", "folder/.", "./folder//deep/../../folder", "file", "file/", "file/.",
                         "file/..", "", "/", "/..", "//", "/../..", "missing", "missing/..", "missing/", "folder/missing",
                         "folder/deep/../..", ".", "..", "...", "folder/..file"};
  for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) look(paths[i]);

  memset(name, 'n', 255);
  SHOW(mkdir(name, 0755));
  look(name);
  name[255] = 'n';
  look(name);
  SHOW(mkdir(name, 0755));
  for (int i = 0; i < PATH_MAX / 2 - 2; i++) memcpy(path + 2 * i, "./", 2);
  look(path);
  memset(path, 0, sizeof path);
  for (int i = 0; i < PATH_MAX / 2; i++) memcpy(path + 2 * i, "./", 2);
  look(path);
  struct stat info;
  SHOW(syscall(SYS_newfstatat, AT_FDCWD, nowhere, &info, 0));
  SHOW(syscall(SYS_newfstatat, AT_FDCWD, "file", nowhere, 0));
  SHOW(access("file", F_OK));
  SHOW(access("file", R_OK | W_OK));
  SHOW(access("missing", F_OK));
  SHOW(access("file", 99));
  SHOW(chdir("file"));
  SHOW(chdir("missing"));
  SHOW(chdir("folder/deep"));
  SHOW(rmdir("../deep"));
  SHOW(access(".", F_OK));
  SHOW(open("new", O_CREAT | O_WRONLY, 0644));
  SHOW_TRUTH(getcwd(path, sizeof path) == NULL && errno == ENOENT);
  SHOW(chdir(".."));
  return 0;
}
