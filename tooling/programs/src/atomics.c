// C11 atomics of all sizes, alone and under contention.
#include "report.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#define THREADS 4
#define ROUNDS 5000

static atomic_llong counter64;
static atomic_int counter32;
static atomic_short counter16;
static atomic_uchar counter8;
static atomic_ulong by_exchange, stack_head;
static struct node {
  unsigned long next, value;
} nodes[THREADS * 100 + 1];

static void *add(void *argument) {
  long id = (long)argument;
  for (int i = 0; i < ROUNDS; i++) {
    atomic_fetch_add(&counter64, 3);
    atomic_fetch_sub_explicit(&counter32, 1, memory_order_relaxed);
    atomic_fetch_add(&counter16, 1);
    atomic_fetch_add(&counter8, 1);
    unsigned long seen = atomic_load(&by_exchange);
    while (!atomic_compare_exchange_weak(&by_exchange, &seen, seen * 3 + 1 - seen * 2)) continue;
  }
  for (int i = 0; i < 100; i++) {
    unsigned long index = (unsigned long)(id * 100 + i + 1);
    nodes[index].value = index;
    nodes[index].next = atomic_load(&stack_head);
    while (!atomic_compare_exchange_weak(&stack_head, &nodes[index].next, index)) continue;
  }
  return NULL;
}

int main(void) {
  pthread_t thread[THREADS];
  for (long i = 0; i < THREADS; i++) pthread_create(&thread[i], NULL, add, (void *)i);
  for (int i = 0; i < THREADS; i++) pthread_join(thread[i], NULL);
  printf("%lld %d %d %u %lu\n", (long long)counter64, (int)counter32, (int)counter16, (unsigned)counter8,
         (unsigned long)by_exchange);
  unsigned long sum = 0, length = 0;
  for (unsigned long at = stack_head; at != 0; at = nodes[at].next) sum += nodes[at].value, length++;
  printf("stack of %lu, sum %lu\n", length, sum);

  atomic_int value = 12;
  int expected = 11;
  bool swapped = atomic_compare_exchange_strong(&value, &expected, 5);
  printf("%d %d %d\n", swapped, expected, value);
  swapped = atomic_compare_exchange_strong(&value, &expected, 5);
  printf("%d %d %d\n", swapped, expected, value);
  printf("%d ", atomic_exchange(&value, -1));
  printf("%d ", atomic_fetch_and(&value, 0xf0));
  printf("%d ", atomic_fetch_or(&value, 0x0f));
  printf("%d ", atomic_fetch_xor(&value, 0x55));
  printf("%d\n", value);
  atomic_flag flag = ATOMIC_FLAG_INIT;
  printf("%d ", atomic_flag_test_and_set(&flag));
  printf("%d\n", atomic_flag_test_and_set(&flag));
  return 0;
}
