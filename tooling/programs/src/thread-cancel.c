// Cancellation: in a blocked call, at an explicit point, held off while disabled; cleanup
// handlers run in reverse order.
#include "report.h"
#include <pthread.h>
#include <semaphore.h>

static sem_t ready, go;
static int pipe_ends[2];

static void cleanup(void *name) { printf("cleanup of %s\n", (char *)name); }

static void *block_in_read(void *unused) {
  char byte;
  pthread_cleanup_push(cleanup, "outer");
  pthread_cleanup_push(cleanup, "inner");
  sem_post(&ready);
  (void)!read(pipe_ends[0], &byte, 1);
  puts("never printed");
  pthread_cleanup_pop(0);
  pthread_cleanup_pop(0);
  return unused;
}

static void *hold_off(void *unused) {
  int before;
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &before);
  sem_post(&ready);
  sem_wait(&go);
  pthread_testcancel();
  puts("not cancelled while disabled");
  pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
  pthread_testcancel();
  puts("never printed");
  return unused;
}

static void unlock(void *mutex) { pthread_mutex_unlock(mutex); }

static void *wait_for_condition(void *mutex) {
  static pthread_cond_t never = PTHREAD_COND_INITIALIZER;
  pthread_mutex_lock(mutex);
  pthread_cleanup_push(unlock, mutex);
  sem_post(&ready);
  for (;;) pthread_cond_wait(&never, mutex);
  pthread_cleanup_pop(0);
  return NULL;
}

static void end(const char *who, pthread_t thread) {
  void *result;
  pthread_join(thread, &result);
  printf("%s was cancelled: %d\n", who, result == PTHREAD_CANCELED);
}

int main(void) {
  pthread_t thread;
  sem_init(&ready, 0, 0);
  sem_init(&go, 0, 0);
  need(pipe(pipe_ends) == 0, "pipe");

  pthread_create(&thread, NULL, block_in_read, NULL);
  sem_wait(&ready);
  need(pthread_cancel(thread) == 0, "pthread_cancel");
  end("the reader", thread);

  pthread_create(&thread, NULL, hold_off, NULL);
  sem_wait(&ready);
  need(pthread_cancel(thread) == 0, "pthread_cancel");
  sem_post(&go);
  end("the one that held off", thread);

  pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
  pthread_create(&thread, NULL, wait_for_condition, &lock);
  sem_wait(&ready);
  pthread_mutex_lock(&lock);
  pthread_mutex_unlock(&lock);
  need(pthread_cancel(thread) == 0, "pthread_cancel");
  end("the one at the condition", thread);
  SHOW_ERROR(pthread_mutex_trylock(&lock));
  return 0;
}
