// Process groups and sessions: making them, signalling a whole group, what is not allowed.
#include "report.h"

static pid_t sleeper(pid_t group) {
  pid_t child = fork();
  if (child == 0) {
    setpgid(0, group);
    while (pause() == -1) continue;
  }
  setpgid(child, group == 0 ? child : group);
  return child;
}

int main(void) {
  // A group of our own, so that nothing here depends on who started us.
  setpgid(0, 0);
  SHOW_TRUTH(getpgrp() == getpid());
  pid_t leader = sleeper(0), member = sleeper(leader), outsider = sleeper(0);
  SHOW_TRUTH(getpgid(leader) == leader);
  SHOW_TRUTH(getpgid(member) == leader);
  SHOW_TRUTH(getpgid(outsider) == outsider);
  SHOW(kill(-leader, SIGTERM));
  show_end("leader", leader);
  show_end("member", member);
  SHOW(waitpid(outsider, NULL, WNOHANG));
  SHOW(kill(-leader, SIGTERM));
  SHOW(killpg(outsider, SIGKILL));
  show_end("outsider", outsider);

  SHOW(setpgid(0, -1));
  SHOW(setpgid(0x3fffffff, 0));
  SHOW(getpgid(0x3fffffff));
  SHOW(getsid(0x3fffffff));

  pid_t child = fork();
  if (child == 0) {
    SHOW_TRUTH(setsid() == getpid());
    SHOW_TRUTH(getsid(0) == getpid() && getpgrp() == getpid());
    SHOW(setsid());
    SHOW(setpgid(0, 0));
    _exit(0);
  }
  show_end("child", child);
  SHOW(setsid());
  return 0;
}
