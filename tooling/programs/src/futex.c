// The futex call itself: value check, timeout, wake counts, requeue, bit sets, errors.
#include "report.h"
#include <linux/futex.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <time.h>

static _Atomic uint32_t word, other;
static atomic_int awake, asleep;

static long futex(void *address, int operation, uint32_t value, void *timeout, void *second, uint32_t third) {
  return syscall(SYS_futex, address, operation, value, timeout, second, third);
}

static void *sleep_on_word(void *argument) {
  atomic_fetch_add(&asleep, 1);
  uint32_t bits = (uint32_t)(long)argument;
  while (word == 0) {
    if (futex(&word, FUTEX_WAIT_BITSET_PRIVATE, 0, NULL, NULL, bits) == 0) break;
  }
  atomic_fetch_add(&awake, 1);
  return NULL;
}

/** Starts threads and lets them all fall asleep in the kernel. */
static void start(pthread_t *thread, int count, const uint32_t *bits) {
  asleep = awake = 0;
  for (int i = 0; i < count; i++) pthread_create(&thread[i], NULL, sleep_on_word, (void *)(long)bits[i]);
  while (asleep < count) usleep(1000);
  usleep(50000);
}

static void settle(int count) {
  for (int i = 0; i < 2000 && awake < count; i++) usleep(1000);
}

int main(void) {
  pthread_t thread[5];
  const uint32_t all[5] = {~0u, ~0u, ~0u, ~0u, ~0u}, split[5] = {1, 2, 1, 2, 4};
  struct timespec short_time = {0, 10000000}, bad_time = {0, 1000000000};

  word = 7;
  SHOW(futex(&word, FUTEX_WAIT, 8, NULL, NULL, 0));
  SHOW(futex(&word, FUTEX_WAIT, 7, &short_time, NULL, 0));
  SHOW(futex(&word, FUTEX_WAIT, 7, &bad_time, NULL, 0));
  SHOW(futex(&word, FUTEX_WAKE, 1, NULL, NULL, 0));
  SHOW(futex((char *)&word + 1, FUTEX_WAIT, 7, NULL, NULL, 0));
  SHOW(futex(nowhere, FUTEX_WAIT, 7, NULL, NULL, 0));
  SHOW(futex(&word, FUTEX_WAIT_BITSET, 7, NULL, NULL, 0));

  word = 0;
  start(thread, 5, all);
  SHOW(futex(&word, FUTEX_WAKE_PRIVATE, 2, NULL, NULL, 0));
  settle(2);
  printf("awake %d\n", awake);
  SHOW(futex(&word, FUTEX_CMP_REQUEUE_PRIVATE, 1, (void *)10, &other, 5));
  SHOW(futex(&word, FUTEX_CMP_REQUEUE_PRIVATE, 1, (void *)10, &other, 0));
  settle(3);
  printf("awake %d\n", awake);
  SHOW(futex(&word, FUTEX_WAKE_PRIVATE, 10, NULL, NULL, 0));
  SHOW(futex(&other, FUTEX_WAKE_PRIVATE, 10, NULL, NULL, 0));
  for (int i = 0; i < 5; i++) pthread_join(thread[i], NULL);

  start(thread, 5, split);
  SHOW(futex(&word, FUTEX_WAKE_BITSET_PRIVATE, 10, NULL, NULL, 2));
  settle(2);
  printf("awake %d\n", awake);
  SHOW(futex(&word, FUTEX_WAKE_BITSET_PRIVATE, 10, NULL, NULL, 5));
  for (int i = 0; i < 5; i++) pthread_join(thread[i], NULL);
  printf("awake %d\n", awake);
  return 0;
}
