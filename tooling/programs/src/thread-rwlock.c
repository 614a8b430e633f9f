// Read-write locks: readers together, writers alone, try variants, nothing torn.
#include "report.h"
#include <pthread.h>
#include <stdatomic.h>

static pthread_rwlock_t lock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_barrier_t both_reading;
static long left, right;
static atomic_long torn;

static void *write_pairs(void *unused) {
  for (int i = 0; i < 3000; i++) {
    pthread_rwlock_wrlock(&lock);
    left++;
    right++;
    pthread_rwlock_unlock(&lock);
  }
  return unused;
}

static void *read_pairs(void *unused) {
  for (int i = 0; i < 3000; i++) {
    pthread_rwlock_rdlock(&lock);
    if (left != right) torn++;
    pthread_rwlock_unlock(&lock);
  }
  return unused;
}

/** Gets through only when two readers hold the lock at once. */
static void *read_together(void *unused) {
  pthread_rwlock_rdlock(&lock);
  pthread_barrier_wait(&both_reading);
  pthread_rwlock_unlock(&lock);
  return unused;
}

int main(void) {
  pthread_t thread[6];
  for (int i = 0; i < 6; i++) pthread_create(&thread[i], NULL, i < 3 ? write_pairs : read_pairs, NULL);
  for (int i = 0; i < 6; i++) pthread_join(thread[i], NULL);
  printf("left %ld, right %ld, torn %ld\n", left, right, torn);

  pthread_barrier_init(&both_reading, NULL, 2);
  for (int i = 0; i < 2; i++) pthread_create(&thread[i], NULL, read_together, NULL);
  for (int i = 0; i < 2; i++) pthread_join(thread[i], NULL);
  puts("two readers held the lock at once");

  SHOW_ERROR(pthread_rwlock_tryrdlock(&lock));
  SHOW_ERROR(pthread_rwlock_tryrdlock(&lock));
  SHOW_ERROR(pthread_rwlock_trywrlock(&lock));
  SHOW_ERROR(pthread_rwlock_unlock(&lock));
  SHOW_ERROR(pthread_rwlock_unlock(&lock));
  SHOW_ERROR(pthread_rwlock_trywrlock(&lock));
  SHOW_ERROR(pthread_rwlock_tryrdlock(&lock));
  SHOW_ERROR(pthread_rwlock_unlock(&lock));
  return 0;
}
