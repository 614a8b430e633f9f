// The working directory: chdir, fchdir, getcwd with little room, inheritance, threads share it.
#include "report.h"
#include <fcntl.h>
#include <pthread.h>

static char start[256];

/** The working directory as seen from the scratch folder. */
static void show(const char *what) {
  char path[512];
  if (getcwd(path, sizeof path) == NULL) printf("%s: %s\n", what, errno_name(errno));
  else printf("%s: %s\n", what, strncmp(path, start, strlen(start)) == 0 ? path + strlen(start) : path);
}

static void *move(void *path) { return (void *)(long)chdir(path); }

int main(void) {
  char small[4];
  pthread_t thread;
  enter_scratch();
  need(getcwd(start, sizeof start) != NULL, "getcwd");
  show("scratch");
  mkdir("a", 0755);
  mkdir("a/b", 0755);
  need(symlink("a/b", "short") == 0, "symlink");
  int here = open(".", O_RDONLY), deep = open("a/b", O_RDONLY | O_DIRECTORY);
  SHOW(chdir("a/b"));
  show("down");
  SHOW(chdir("../.."));
  show("up");
  SHOW(chdir("short"));
  show("through a link");
  SHOW(fchdir(here));
  show("fchdir");
  SHOW(fchdir(deep));
  show("fchdir");
  SHOW(chdir("/"));
  show("root");
  SHOW(chdir(".."));
  show("above the root");
  SHOW_TRUTH(getcwd(small, 1) == NULL && errno == ERANGE);
  SHOW(fchdir(here));
  SHOW_TRUTH(getcwd(small, sizeof small) == NULL && errno == ERANGE);
  SHOW(fchdir(-1));
  SHOW(fchdir(0x7fff));
  pid_t child = fork();
  if (child == 0) {
    show("child");
    (void)!chdir("a");
    show("child");
    _exit(0);
  }
  show_end("child", child);
  show("parent");
  pthread_create(&thread, NULL, move, "a");
  pthread_join(thread, NULL);
  show("after a thread moved");
  SHOW(rename("../a", "../renamed"));
  show("renamed");
  (void)!chdir(start);
  return 0;
}
