// Thread-local storage: initialised and zeroed variables, keys with destructors, call-once.
// run: { "quick": true }
#include "report.h"
#include <pthread.h>

struct record {
  double weight;
  char name[24];
};

static __thread int counter = 100;
static __thread char zeroed[300];
static __thread struct record record = {2.5, "initial"};
static pthread_key_t first_key, second_key;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static int prepared;

static void prepare(void) { prepared++; }

static void destroy_first(void *value) {
  printf("destructor of the first key: %ld\n", (long)value);
  // A value set here keeps the destructors going for another round.
  if ((long)value == 1) pthread_setspecific(first_key, (void *)77);
}

static void *visit(void *argument) {
  long id = (long)argument;
  int blank = 1;
  for (size_t i = 0; i < sizeof zeroed; i++) blank &= zeroed[i] == 0;
  printf("thread %ld starts with %d, %g, %s, blank %d, key %ld\n", id, counter, record.weight, record.name,
         blank, (long)pthread_getspecific(second_key));
  counter += id;
  record.weight *= id;
  snprintf(record.name, sizeof record.name, "thread %ld", id);
  memset(zeroed, (int)id, sizeof zeroed);
  pthread_once(&once, prepare);
  pthread_setspecific(first_key, (void *)id);
  pthread_setspecific(second_key, (void *)(id * 10));
  printf("thread %ld ends with %d, %g, %s, key %ld\n", id, counter, record.weight, record.name,
         (long)pthread_getspecific(second_key));
  return &counter;
}

int main(void) {
  pthread_t thread;
  void *address[3];
  pthread_key_create(&first_key, destroy_first);
  pthread_key_create(&second_key, NULL);
  for (long i = 1; i <= 3; i++) {
    pthread_create(&thread, NULL, visit, (void *)i);
    pthread_join(thread, &address[i - 1]);
  }
  visit((void *)9);
  SHOW_TRUTH(address[0] != (void *)&counter);
  printf("prepared %d times\n", prepared);
  SHOW_ERROR(pthread_key_delete(second_key));
  return 0;
}
