// sigaction() without the C library between program and kernel.
//
// The oracle (qemu-riscv64 up to 7.2 at least) expects a restorer before the mask, which Linux
// on this architecture does not have, and so takes masks from the wrong word. Giving the mask in
// both places makes it mean the same to every kernel.
#ifndef ACTION_H
#define ACTION_H

#include "report.h"
#include <sys/syscall.h>

UNUSED static int set_action(int signal, const struct sigaction *action, struct sigaction *old) {
  unsigned long now[4] = {0}, then[4] = {0};
  if (action != NULL) {
    now[0] = (unsigned long)action->sa_handler;
    now[1] = (unsigned long)action->sa_flags;
    memcpy(&now[2], &action->sa_mask, sizeof now[2]);
    now[3] = now[2];
  }
  long result = syscall(SYS_rt_sigaction, signal, action != NULL ? now : NULL, old != NULL ? then : NULL, 8L);
  if (result == 0 && old != NULL) {
    old->sa_handler = (void (*)(int))then[0];
    old->sa_flags = (int)then[1];
  }
  return (int)result;
}

#endif
