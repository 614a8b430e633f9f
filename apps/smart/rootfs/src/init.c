// init: the first process where a board wants one. The kernel has mounted everything already;
// init starts what /etc/inittab names, buries orphans, and ends its children on SIGTERM.
//
// A line of /etc/inittab is `once PATH ARGS…` or `respawn PATH ARGS…`; `#` starts a comment.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_ENTRIES 16
#define MAX_ARGS 15

struct entry {
  char line[256];
  char *argv[MAX_ARGS + 1];
  int respawn;
  pid_t pid;
};

static struct entry entries[MAX_ENTRIES];
static int entry_count;
static volatile sig_atomic_t stopping;
static sigset_t open_mask;

static void on_signal(int signal) {
  if (signal == SIGTERM) stopping = 1;
}

/** Signals arrive only inside sigsuspend(), so that none is missed between a look and a wait. */
static void prepare_signals(void) {
  struct sigaction action = {.sa_handler = on_signal};
  sigset_t closed;
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGCHLD, &action, NULL);
  sigemptyset(&closed);
  sigaddset(&closed, SIGTERM);
  sigaddset(&closed, SIGCHLD);
  sigprocmask(SIG_BLOCK, &closed, &open_mask);
}

/** Splits the entry's line in place. Returns 0 for a line that starts nothing. */
static int parse(struct entry *entry) {
  entry->line[strcspn(entry->line, "#\n")] = 0;
  char *kind = strtok(entry->line, " \t");
  if (kind == NULL) return 0;
  entry->respawn = strcmp(kind, "respawn") == 0;
  if (!entry->respawn && strcmp(kind, "once") != 0) {
    fprintf(stderr, "init: unknown action '%s'\n", kind);
    return 0;
  }
  int argc = 0;
  while (argc < MAX_ARGS && (entry->argv[argc] = strtok(NULL, " \t")) != NULL) argc++;
  entry->argv[argc] = NULL;
  return argc > 0;
}

static void read_table(const char *path) {
  FILE *table = fopen(path, "r");
  if (table == NULL) return;
  while (entry_count < MAX_ENTRIES && fgets(entries[entry_count].line, sizeof entries->line, table)) {
    if (parse(&entries[entry_count])) entry_count++;
  }
  fclose(table);
}

static void start(struct entry *entry) {
  entry->pid = fork();
  if (entry->pid < 0) perror("init: fork");
  if (entry->pid != 0) return;
  sigprocmask(SIG_SETMASK, &open_mask, NULL);
  setsid();
  execv(entry->argv[0], entry->argv);
  fprintf(stderr, "init: %s: %s\n", entry->argv[0], strerror(errno));
  _exit(127);
}

static void bury(pid_t pid) {
  for (int i = 0; i < entry_count; i++) {
    if (entries[i].pid != pid) continue;
    entries[i].pid = 0;
    if (entries[i].respawn && !stopping) {
      // A program that cannot live must not keep the whole system busy with its rebirth.
      sleep(1);
      start(&entries[i]);
    }
  }
}

int main(void) {
  prepare_signals();
  read_table("/etc/inittab");
  for (int i = 0; i < entry_count; i++) start(&entries[i]);

  while (!stopping) {
    pid_t pid;
    while ((pid = waitpid(-1, NULL, WNOHANG)) > 0) bury(pid);
    sigsuspend(&open_mask);
  }
  for (int i = 0; i < entry_count; i++) {
    if (entries[i].pid > 0) kill(entries[i].pid, SIGTERM);
  }
  while (wait(NULL) > 0) continue;
  return 0;
}
