// What a program starts with: argument count, environment, the auxiliary vector, its stack.
// run: { "quick": true, "args": ["first", "second argument", "", "last"], "env": { "TEST_COLOUR": "blue" } }
#include "report.h"
#include <elf.h>
#include <link.h>
#include <sys/auxv.h>

extern char **environ;

int main(int argc, char **argv, char **envp) {
  printf("argc %d\n", argc);
  for (int i = 1; i <= argc; i++) printf("argv[%d] = %s\n", i, argv[i] == NULL ? "NULL" : argv[i]);
  SHOW_TRUTH(environ == envp);
  printf("TEST_COLOUR = %s\n", getenv("TEST_COLOUR"));
  SHOW_TRUTH(getenv("TEST_MISSING") == NULL);
  setenv("TEST_COLOUR", "green", 0);
  printf("TEST_COLOUR = %s\n", getenv("TEST_COLOUR"));
  setenv("TEST_COLOUR", "red", 1);
  printf("TEST_COLOUR = %s\n", getenv("TEST_COLOUR"));
  unsetenv("TEST_COLOUR");
  SHOW_TRUTH(getenv("TEST_COLOUR") == NULL);

  // The kernel puts strings and vectors at the upper end of the stack, in this order.
  volatile char local = 0;
  SHOW_TRUTH((char *)argv > &local);
  SHOW_TRUTH((char *)envp == (char *)(argv + argc + 1));
  SHOW_TRUTH(argv[argc - 1] > (char *)envp);

  SHOW(getauxval(AT_PAGESZ));
  SHOW(getauxval(AT_SECURE));
  SHOW(getauxval(AT_PHENT));
  SHOW_TRUTH(getauxval(AT_UID) == getuid() && getauxval(AT_EUID) == geteuid());
  SHOW_TRUTH(getauxval(AT_GID) == getgid() && getauxval(AT_EGID) == getegid());
  SHOW_TRUTH(getauxval(AT_RANDOM) != 0 && getauxval(AT_RANDOM) > (unsigned long)&local);
  SHOW_TRUTH(strlen((char *)getauxval(AT_EXECFN)) > 0);
  SHOW_TRUTH(getauxval(AT_CLKTCK) == (unsigned long)sysconf(_SC_CLK_TCK));
  const unsigned long imafdc = 1 << ('I' - 'A') | 1 << ('M' - 'A') | 1 << 0 | 1 << ('F' - 'A') | 1 << ('D' - 'A') | 1 << 2;
  SHOW_TRUTH((getauxval(AT_HWCAP) & imafdc) == imafdc);

  const ElfW(Phdr) *headers = (void *)getauxval(AT_PHDR);
  int loads = 0, entry_inside = 0, stack = 0;
  for (unsigned long i = 0; i < getauxval(AT_PHNUM); i++) {
    loads += headers[i].p_type == PT_LOAD;
    stack += headers[i].p_type == PT_GNU_STACK;
    entry_inside += headers[i].p_type == PT_LOAD && (headers[i].p_flags & PF_X) != 0 &&
                    getauxval(AT_ENTRY) - headers[i].p_vaddr < headers[i].p_memsz;
  }
  printf("loads %d, the entry in %d of them, stack header %d\n", loads >= 2, entry_inside, stack);
  return 0;
}
