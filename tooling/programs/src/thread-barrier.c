// Barriers: nobody passes before all have arrived, and one thread per round is told so.
#include "report.h"
#include <pthread.h>
#include <stdatomic.h>

#define THREADS 5
#define ROUNDS 50

static pthread_barrier_t barrier;
static atomic_int arrived, serial, early;

static void *march(void *unused) {
  for (int round = 0; round < ROUNDS; round++) {
    atomic_fetch_add(&arrived, 1);
    if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD) atomic_fetch_add(&serial, 1);
    if (atomic_load(&arrived) < THREADS * (round + 1)) atomic_fetch_add(&early, 1);
    pthread_barrier_wait(&barrier);
  }
  return unused;
}

int main(void) {
  pthread_t thread[THREADS];
  SHOW_ERROR(pthread_barrier_init(&barrier, NULL, 0));
  SHOW_ERROR(pthread_barrier_init(&barrier, NULL, THREADS));
  for (int i = 0; i < THREADS; i++) pthread_create(&thread[i], NULL, march, NULL);
  for (int i = 0; i < THREADS; i++) pthread_join(thread[i], NULL);
  printf("arrived %d, serial %d, early %d\n", arrived, serial, early);
  SHOW_ERROR(pthread_barrier_destroy(&barrier));
  return 0;
}
