// ps: the processes of the system, read from /proc with no help of a shell.
#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct process {
  int pid, ppid, pgrp, session, threads;
  char name[64], state;
  unsigned long user_ticks, system_ticks, size_bytes;
  long resident_pages;
};

/** Fills `p` from /proc/PID/stat. Returns 0 when the process is gone. */
static int read_stat(const char *pid, struct process *p) {
  char path[64], line[512];
  snprintf(path, sizeof path, "/proc/%s/stat", pid);
  FILE *file = fopen(path, "r");
  if (file == NULL) return 0;
  size_t length = fread(line, 1, sizeof line - 1, file);
  fclose(file);
  line[length] = 0;
  // The name stands in parentheses and may contain some itself: only the last one ends it.
  char *open = strchr(line, '('), *close = strrchr(line, ')');
  if (open == NULL || close == NULL) return 0;
  *close = 0;
  p->pid = atoi(line);
  snprintf(p->name, sizeof p->name, "%s", open + 1);
  return sscanf(close + 1,
                " %c %d %d %d %*d %*d %*u %*u %*u %*u %*u %lu %lu %*d %*d %*d %*d %d %*d %*u %lu %ld",
                &p->state, &p->ppid, &p->pgrp, &p->session, &p->user_ticks, &p->system_ticks, &p->threads,
                &p->size_bytes, &p->resident_pages) >= 4;
}

/** The command line with blanks for the zeros between arguments; the name when it has none. */
static void read_command(const struct process *p, char *out, size_t size) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/cmdline", p->pid);
  FILE *file = fopen(path, "r");
  size_t length = file == NULL ? 0 : fread(out, 1, size - 1, file);
  if (file != NULL) fclose(file);
  while (length > 0 && out[length - 1] == 0) length--;
  for (size_t i = 0; i < length; i++) {
    if (out[i] == 0) out[i] = ' ';
  }
  out[length] = 0;
  if (length == 0) snprintf(out, size, "[%s]", p->name);
}

static int by_number(const struct dirent **a, const struct dirent **b) {
  return atoi((*a)->d_name) - atoi((*b)->d_name);
}

static int is_process(const struct dirent *entry) { return isdigit((unsigned char)entry->d_name[0]); }

int main(void) {
  struct dirent **entries;
  int count = scandir("/proc", &entries, is_process, by_number);
  if (count < 0) {
    perror("ps: /proc");
    return 1;
  }
  printf("%5s %5s %5s %5s S THR %7s %7s COMMAND\n", "PID", "PPID", "PGRP", "SID", "VSZ", "RSS");
  for (int i = 0; i < count; i++) {
    struct process p = {0};
    char command[256];
    if (!read_stat(entries[i]->d_name, &p)) continue;
    read_command(&p, command, sizeof command);
    printf("%5d %5d %5d %5d %c %3d %6luK %6ldK %s\n", p.pid, p.ppid, p.pgrp, p.session, p.state, p.threads,
           p.size_bytes / 1024, p.resident_pages * 4, command);
  }
  return 0;
}
