// execve: arguments and environment arrive, descriptors stay or close, handlers are reset,
// ignored signals and the mask stay; also from a program with threads.
// run: { "quick": true, "env": { "TEST_COLOUR": "blue" } }
#include "report.h"
#include <fcntl.h>
#include <pthread.h>

static void show_arguments(int argc, char **argv) {
  for (int i = 1; i < argc; i++) printf("argv[%d] = '%s'\n", i, argv[i]);
  printf("TEST_EMPTY = '%s', TEST_A = '%s'\n", getenv("TEST_EMPTY"), getenv("TEST_A"));
  SHOW_TRUTH(getenv("TEST_COLOUR") == NULL);
}

static void show_inherited(char **argv) {
  int kept = atoi(argv[2]), closed = atoi(argv[3]);
  struct sigaction action;
  sigset_t mask;
  SHOW_TRUTH(fcntl(kept, F_GETFD) == 0);
  SHOW_TRUTH(fcntl(closed, F_GETFD) == -1 && errno == EBADF);
  sigaction(SIGUSR1, NULL, &action);
  SHOW_TRUTH(action.sa_handler == SIG_DFL);
  sigaction(SIGUSR2, NULL, &action);
  SHOW_TRUTH(action.sa_handler == SIG_IGN);
  sigprocmask(SIG_BLOCK, NULL, &mask);
  SHOW_TRUTH(sigismember(&mask, SIGTERM) == 1);
  SHOW_TRUTH(getpid() == atoi(argv[4]));
}

static void nothing(int signal) { (void)signal; }

static void *exec_from_thread(void *unused) {
  execl(self_path(), "exec-self", "thread", NULL);
  return unused;
}

static void *sleep_long(void *unused) {
  sleep(1000);
  return unused;
}

static pid_t spawn(void (*body)(void)) {
  pid_t child = fork();
  if (child == 0) {
    body();
    _exit(126);
  }
  return child;
}

static void exec_arguments(void) {
  char *arguments[] = {"exec-self", "arguments", "", "two words", "*\\\"'", NULL};
  char self[300];
  snprintf(self, sizeof self, "KEEL_SELF=%s", self_path());
  char *environment[] = {"TEST_EMPTY=", "TEST_A=1 2", self, NULL};
  execve(self_path(), arguments, environment);
}

static void exec_inherited(void) {
  char kept[16], closed[16], pid[16];
  snprintf(kept, sizeof kept, "%d", open("/dev/null", O_RDONLY));
  snprintf(closed, sizeof closed, "%d", open("/dev/null", O_RDONLY | O_CLOEXEC));
  snprintf(pid, sizeof pid, "%d", getpid());
  signal(SIGUSR1, nothing);
  signal(SIGUSR2, SIG_IGN);
  sigset_t mask;
  sigemptyset(&mask);
  sigaddset(&mask, SIGTERM);
  sigprocmask(SIG_BLOCK, &mask, NULL);
  execl(self_path(), "exec-self", "inherited", kept, closed, pid, NULL);
}

static void exec_threaded(void) {
  pthread_t thread;
  for (int i = 0; i < 3; i++) pthread_create(&thread, NULL, sleep_long, NULL);
  pthread_create(&thread, NULL, exec_from_thread, NULL);
  pthread_join(thread, NULL);
}

int main(int argc, char **argv) {
  if (argc > 1 && strcmp(argv[1], "arguments") == 0) return show_arguments(argc, argv), 11;
  if (argc > 1 && strcmp(argv[1], "inherited") == 0) return show_inherited(argv), 12;
  if (argc > 1 && strcmp(argv[1], "thread") == 0) return puts("the new program runs alone"), 13;
  if (argc > 1) return argc + (int)strlen(argv[argc - 1]) % 100;

  show_end("arguments", spawn(exec_arguments));
  show_end("inherited", spawn(exec_inherited));
  show_end("threaded", spawn(exec_threaded));

  // A long argument list: 500 arguments of 100 bytes.
  pid_t child = fork();
  if (child == 0) {
    static char text[101], *many[502];
    memset(text, 'x', 100);
    many[0] = "exec-self";
    for (int i = 1; i < 501; i++) many[i] = text;
    execv(self_path(), many);
    _exit(126);
  }
  show_end("many arguments", child);
  return 0;
}
