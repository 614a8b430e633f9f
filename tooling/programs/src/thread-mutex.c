// Mutexes: contention loses nothing; recursive, error-checking, try and timed locks.
#include "report.h"
#include <pthread.h>
#include <time.h>

#define WORKERS 6
#define ROUNDS 20000

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static long shared, inside, overlaps;

static void *contend(void *unused) {
  for (int i = 0; i < ROUNDS; i++) {
    pthread_mutex_lock(&lock);
    if (inside++ != 0) overlaps++;
    shared++;
    inside--;
    pthread_mutex_unlock(&lock);
  }
  return unused;
}

static void *try_elsewhere(void *mutex) { return (void *)(long)pthread_mutex_trylock(mutex); }

static void *unlock_elsewhere(void *mutex) { return (void *)(long)pthread_mutex_unlock(mutex); }

static int in_thread(void *(*entry)(void *), void *argument) {
  pthread_t thread;
  void *result;
  pthread_create(&thread, NULL, entry, argument);
  pthread_join(thread, &result);
  return (int)(long)result;
}

static void *timed_elsewhere(void *mutex) {
  struct timespec deadline;
  clock_gettime(CLOCK_REALTIME, &deadline);
  deadline.tv_nsec += 20000000;
  if (deadline.tv_nsec >= 1000000000) deadline.tv_sec++, deadline.tv_nsec -= 1000000000;
  return (void *)(long)pthread_mutex_timedlock(mutex, &deadline);
}

int main(void) {
  pthread_t worker[WORKERS];
  for (int i = 0; i < WORKERS; i++) pthread_create(&worker[i], NULL, contend, NULL);
  for (int i = 0; i < WORKERS; i++) pthread_join(worker[i], NULL);
  printf("shared %ld, overlaps %ld\n", shared, overlaps);

  pthread_mutexattr_t attributes;
  pthread_mutexattr_init(&attributes);
  pthread_mutex_t checking, recursive;
  pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ERRORCHECK);
  pthread_mutex_init(&checking, &attributes);
  pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
  pthread_mutex_init(&recursive, &attributes);

  SHOW_ERROR(pthread_mutex_lock(&checking));
  SHOW_ERROR(pthread_mutex_lock(&checking));
  SHOW_ERROR(pthread_mutex_trylock(&checking));
  SHOW_ERROR(in_thread(try_elsewhere, &checking));
  SHOW_ERROR(in_thread(unlock_elsewhere, &checking));
  SHOW_ERROR(in_thread(timed_elsewhere, &checking));
  SHOW_ERROR(pthread_mutex_unlock(&checking));
  SHOW_ERROR(pthread_mutex_unlock(&checking));

  SHOW_ERROR(pthread_mutex_lock(&recursive));
  SHOW_ERROR(pthread_mutex_lock(&recursive));
  SHOW_ERROR(pthread_mutex_unlock(&recursive));
  SHOW_ERROR(in_thread(try_elsewhere, &recursive));
  SHOW_ERROR(pthread_mutex_unlock(&recursive));
  SHOW_ERROR(in_thread(try_elsewhere, &recursive));
  return 0;
}
