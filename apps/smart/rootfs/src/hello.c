// hello: the first program anyone runs. Says where it runs and with which arguments.
#include <stdio.h>
#include <sys/utsname.h>
#include <unistd.h>

int main(int argc, char **argv) {
  struct utsname system;
  if (uname(&system) != 0) {
    perror("hello: uname");
    return 1;
  }
  printf("Hello from process %d on %s %s (%s).\n", (int)getpid(), system.sysname, system.release,
         system.machine);
  for (int i = 1; i < argc; i++) printf("argv[%d] = %s\n", i, argv[i]);
  return 0;
}
