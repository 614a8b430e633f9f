// Many threads: 100 alive at once, then 600 one after the other, whose stacks must be reused.
#include "report.h"
#include <pthread.h>
#include <stdatomic.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int alive, released;
static atomic_long sum;

static void *live(void *argument) {
  pthread_mutex_lock(&lock);
  alive++;
  pthread_cond_broadcast(&changed);
  while (!released) pthread_cond_wait(&changed, &lock);
  alive--;
  pthread_mutex_unlock(&lock);
  return argument;
}

static void *pass_by(void *argument) {
  atomic_fetch_add(&sum, (long)argument);
  return NULL;
}

int main(void) {
  pthread_t thread[100];
  pthread_attr_t small;
  pthread_attr_init(&small);
  pthread_attr_setstacksize(&small, 64 * 1024);
  int created = 0;
  for (long i = 0; i < 100; i++) created += pthread_create(&thread[i], &small, live, (void *)i) == 0;
  pthread_mutex_lock(&lock);
  while (alive < created) pthread_cond_wait(&changed, &lock);
  printf("created %d, alive %d\n", created, alive);
  released = 1;
  pthread_cond_broadcast(&changed);
  pthread_mutex_unlock(&lock);
  long results = 0;
  for (int i = 0; i < created; i++) {
    void *result;
    pthread_join(thread[i], &result);
    results += (long)result;
  }
  printf("results %ld, alive %d\n", results, alive);

  int failures = 0;
  for (long i = 0; i < 600; i++) {
    if (pthread_create(&thread[0], NULL, pass_by, (void *)i) != 0) failures++;
    else pthread_join(thread[0], NULL);
  }
  printf("sum %ld, failures %d\n", sum, failures);
  return 0;
}
