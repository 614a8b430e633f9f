// Directories: creating, listing with types, positions in a listing, removal, many entries.
// run: { "quick": true }
#include "report.h"
#include <fcntl.h>
#include <sys/syscall.h>

static int by_name(const struct dirent **a, const struct dirent **b) { return strcmp((*a)->d_name, (*b)->d_name); }

static const char *type_name(int type) {
  return type == DT_DIR ? "folder" : type == DT_REG ? "file" : type == DT_LNK ? "link" : type == DT_FIFO ? "fifo" : "?";
}

static void list(const char *path) {
  struct dirent **entries;
  int count = scandir(path, &entries, NULL, by_name);
  printf("%s:", path);
  for (int i = 0; i < count; i++) printf(" %s(%s)", entries[i]->d_name, type_name(entries[i]->d_type));
  printf("\n");
}

int main(void) {
  enter_scratch();
  SHOW(mkdir("a", 0755));
  SHOW(mkdir("a", 0755));
  SHOW(mkdir("a/b", 0755));
  SHOW(mkdir("x/y", 0755));
  SHOW(mkdir("a/b/../c/", 0755));
  close(open("a/file", O_CREAT | O_WRONLY, 0644));
  SHOW(symlink("file", "a/link"));
  SHOW(mkfifo("a/fifo", 0600));
  list("a");
  SHOW(rmdir("a"));
  SHOW(rmdir("a/file"));
  SHOW(unlink("a/b"));
  SHOW(rmdir("a/b"));
  SHOW(rmdir("a/missing"));
  SHOW(rmdir("a/c/."));
  list("a");

  mkdir("many", 0755);
  for (int i = 0; i < 300; i++) {
    char name[40];
    snprintf(name, sizeof name, "many/entry-%d-%.*s", i, i % 25, "xxxxxxxxxxxxxxxxxxxxxxxxx");
    close(open(name, O_CREAT | O_WRONLY, 0644));
  }
  DIR *folder = opendir("many");
  int count = 0, dots = 0;
  long sum = 0, middle = 0;
  char expected[256] = "";
  for (struct dirent *entry; (entry = readdir(folder)) != NULL; count++) {
    if (count == 150) strcpy(expected, entry->d_name);
    if (entry->d_name[0] == '.') dots++;
    else sum += atoi(entry->d_name + 6);
    if (count == 149) middle = telldir(folder);
  }
  printf("entries %d, dots %d, sum %ld\n", count, dots, sum);
  seekdir(folder, middle);
  SHOW_TRUTH(strcmp(readdir(folder)->d_name, expected) == 0);
  rewinddir(folder);
  for (count = 0; readdir(folder) != NULL; count++) continue;
  printf("after rewinddir: %d\n", count);
  SHOW(fchdir(dirfd(folder)));
  closedir(folder);

  // Removing while listing must neither skip nor repeat what is left.
  folder = opendir(".");
  int removed = 0;
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;) removed += unlink(entry->d_name) == 0;
  closedir(folder);
  printf("removed %d\n", removed);
  chdir("..") == 0 ? list("many") : (void)0;

  char buffer[20];
  int fd = open("a", O_RDONLY);
  SHOW(syscall(SYS_getdents64, fd, buffer, sizeof buffer));
  SHOW(syscall(SYS_getdents64, open("a/file", O_RDONLY), buffer, sizeof buffer));
  SHOW(syscall(SYS_getdents64, -1, buffer, sizeof buffer));
  SHOW_TRUTH(opendir("missing") == NULL && errno == ENOENT);
  SHOW_TRUTH(opendir("a/file") == NULL && errno == ENOTDIR);
  return 0;
}
