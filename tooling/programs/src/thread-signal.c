// Signals and threads: pthread_kill reaches the thread meant, masks are per thread, a process
// signal goes to a thread that accepts it, sigwait takes signals synchronously.
#include "report.h"
#include <pthread.h>
#include <semaphore.h>

static sem_t ready, done;
static volatile sig_atomic_t handled;
static pthread_t handled_by;

static void on_signal(int signal) {
  (void)signal;
  handled_by = pthread_self();
  handled++;
  sem_post(&done);
}

static void *wait_for_signals(void *unused) {
  sem_post(&ready);
  while (handled < 1) sem_wait(&done);
  return unused;
}

static void *take_signals(void *set) {
  int signal;
  for (int i = 0; i < 3; i++) {
    sem_post(&ready);
    sigwait(set, &signal);
    printf("sigwait took %s\n", signal_name(signal));
    sem_post(&done);
  }
  return NULL;
}

int main(void) {
  pthread_t thread;
  struct sigaction action = {.sa_handler = on_signal};
  sem_init(&ready, 0, 0);
  sem_init(&done, 0, 0);
  sigaction(SIGUSR1, &action, NULL);

  pthread_create(&thread, NULL, wait_for_signals, NULL);
  sem_wait(&ready);
  SHOW_ERROR(pthread_kill(thread, SIGUSR1));
  pthread_join(thread, NULL);
  printf("handled %d time(s), by the thread meant: %d\n", handled, pthread_equal(handled_by, thread) != 0);

  sigset_t set, old;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigaddset(&set, SIGUSR2);
  sigaddset(&set, SIGTERM);
  SHOW_ERROR(pthread_sigmask(SIG_BLOCK, &set, &old));
  SHOW_TRUTH(sigismember(&old, SIGUSR1) == 0);
  while (sem_trywait(&done) == 0) continue;
  pthread_create(&thread, NULL, take_signals, &set);
  const int order[] = {SIGUSR2, SIGTERM, SIGUSR1};
  for (int i = 0; i < 3; i++) {
    sem_wait(&ready);
    kill(getpid(), order[i]);
    sem_wait(&done);
  }
  pthread_join(thread, NULL);
  printf("handler ran %d time(s)\n", handled);

  // The mask of the creator is inherited; a signal sent to oneself stays pending until unblocked.
  pthread_kill(pthread_self(), SIGUSR1);
  sigset_t pending;
  sigpending(&pending);
  SHOW_TRUTH(sigismember(&pending, SIGUSR1) == 1);
  pthread_sigmask(SIG_SETMASK, &old, NULL);
  printf("handler ran %d time(s)\n", handled);
  SHOW_ERROR(pthread_kill(pthread_self(), 0));
  SHOW_ERROR(pthread_kill(pthread_self(), 65));
  return 0;
}
