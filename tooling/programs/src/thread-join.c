// Threads: results through join, detach, exit from main's sibling, attributes, identity.
// run: { "quick": true }
#include "report.h"
#include <pthread.h>
#include <semaphore.h>

static sem_t detached_done;

static void *square(void *argument) { return (void *)((long)argument * (long)argument); }

static void *leave_early(void *argument) {
  pthread_exit((char *)argument + 1);
}

static void *detached(void *argument) {
  sem_post(argument);
  return NULL;
}

static void *compare_identity(void *argument) {
  pthread_t *creator = argument;
  return (void *)(long)(pthread_equal(pthread_self(), *creator) == 0);
}

/** Uses most of a stack of the size asked for. */
static void *fill_stack(void *argument) {
  volatile char frame[200 * 1024];
  for (size_t i = 0; i < sizeof frame; i += 512) frame[i] = (char)i;
  long sum = 0;
  for (size_t i = 0; i < sizeof frame; i += 512) sum += frame[i] == (char)i;
  (void)argument;
  return (void *)sum;
}

int main(void) {
  pthread_t thread[8], self = pthread_self();
  void *result;

  for (long i = 0; i < 8; i++) SHOW_ERROR(pthread_create(&thread[i], NULL, square, (void *)i));
  for (int i = 7; i >= 0; i--) {
    pthread_join(thread[i], &result);
    printf("thread %d returned %ld\n", i, (long)result);
  }

  pthread_create(&thread[0], NULL, leave_early, (void *)41);
  SHOW_ERROR(pthread_join(thread[0], &result));
  printf("pthread_exit gave %ld\n", (long)result);

  pthread_create(&thread[0], NULL, compare_identity, &self);
  pthread_join(thread[0], &result);
  printf("a thread differs from its creator: %ld\n", (long)result);

  pthread_attr_t attributes;
  size_t size;
  int state;
  pthread_attr_init(&attributes);
  SHOW_ERROR(pthread_attr_setstacksize(&attributes, 256 * 1024));
  pthread_attr_getstacksize(&attributes, &size);
  printf("stack size %zu\n", size);
  SHOW_ERROR(pthread_create(&thread[0], &attributes, fill_stack, NULL));
  pthread_join(thread[0], &result);
  printf("stack words kept %ld\n", (long)result);
  SHOW_ERROR(pthread_attr_setstacksize(&attributes, 16));

  sem_init(&detached_done, 0, 0);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_getdetachstate(&attributes, &state);
  SHOW_TRUTH(state == PTHREAD_CREATE_DETACHED);
  SHOW_ERROR(pthread_create(&thread[0], &attributes, detached, &detached_done));
  sem_wait(&detached_done);
  pthread_create(&thread[1], NULL, detached, &detached_done);
  SHOW_ERROR(pthread_detach(thread[1]));
  sem_wait(&detached_done);
  puts("both detached threads ran");
  return 0;
}
