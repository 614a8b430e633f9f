// Condition variables: strict turns between threads, broadcast to many, timeouts on two clocks.
#include "report.h"
#include <pthread.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int turn, gate_open, waiting, passed;

static void *take_turns(void *argument) {
  long id = (long)argument;
  for (int round = 0; round < 4; round++) {
    pthread_mutex_lock(&lock);
    while (turn % 3 != id) pthread_cond_wait(&changed, &lock);
    printf("turn %d is thread %ld's\n", turn, id);
    turn++;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
  }
  return NULL;
}

static void *pass_gate(void *unused) {
  pthread_mutex_lock(&lock);
  waiting++;
  pthread_cond_broadcast(&changed);
  while (!gate_open) pthread_cond_wait(&changed, &lock);
  passed++;
  pthread_mutex_unlock(&lock);
  return unused;
}

/** Waits 30 ms on `clock` for nothing; says the result and whether so much time went by. */
static void time_out(const char *name, clockid_t clock) {
  pthread_condattr_t attributes;
  pthread_cond_t never;
  struct timespec begin, deadline, end;
  pthread_condattr_init(&attributes);
  pthread_condattr_setclock(&attributes, clock);
  pthread_cond_init(&never, &attributes);
  clock_gettime(clock, &begin);
  deadline = begin;
  deadline.tv_nsec += 30000000;
  if (deadline.tv_nsec >= 1000000000) deadline.tv_sec++, deadline.tv_nsec -= 1000000000;
  pthread_mutex_lock(&lock);
  int error = pthread_cond_timedwait(&never, &lock, &deadline);
  pthread_mutex_unlock(&lock);
  clock_gettime(clock, &end);
  long elapsed = (end.tv_sec - begin.tv_sec) * 1000000000L + end.tv_nsec - begin.tv_nsec;
  printf("%s: %s, waited long enough: %d\n", name, errno_name(error), elapsed >= 30000000);
}

int main(void) {
  pthread_t thread[10];
  for (long i = 0; i < 3; i++) pthread_create(&thread[i], NULL, take_turns, (void *)i);
  for (int i = 0; i < 3; i++) pthread_join(thread[i], NULL);

  for (int i = 0; i < 10; i++) pthread_create(&thread[i], NULL, pass_gate, NULL);
  pthread_mutex_lock(&lock);
  while (waiting < 10) pthread_cond_wait(&changed, &lock);
  printf("%d wait, %d passed\n", waiting, passed);
  gate_open = 1;
  pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&lock);
  for (int i = 0; i < 10; i++) pthread_join(thread[i], NULL);
  printf("%d passed\n", passed);

  time_out("realtime", CLOCK_REALTIME);
  time_out("monotonic", CLOCK_MONOTONIC);
  SHOW_ERROR(pthread_cond_destroy(&changed));
  return 0;
}
