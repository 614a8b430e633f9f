// POSIX semaphores: a bounded buffer between producers and consumers, try and timed waits,
// and one semaphore shared by two processes.
#include "report.h"
#include <pthread.h>
#include <semaphore.h>
#include <sys/mman.h>
#include <time.h>

#define SLOTS 4
#define ITEMS 500

static int buffer[SLOTS], put_at, take_at;
static sem_t empty, full, slot_lock;
static long long produced, consumed;

static void *produce(void *argument) {
  for (int i = 0; i < ITEMS; i++) {
    sem_wait(&empty);
    sem_wait(&slot_lock);
    buffer[put_at++ % SLOTS] = i * (int)(long)argument;
    produced += i * (long)argument;
    sem_post(&slot_lock);
    sem_post(&full);
  }
  return NULL;
}

static void *consume(void *unused) {
  for (int i = 0; i < ITEMS; i++) {
    sem_wait(&full);
    sem_wait(&slot_lock);
    consumed += buffer[take_at++ % SLOTS];
    sem_post(&slot_lock);
    sem_post(&empty);
  }
  return unused;
}

static void share_with_child(void) {
  sem_t *shared = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  need(shared != MAP_FAILED, "shared memory");
  sem_init(&shared[0], 1, 0);
  sem_init(&shared[1], 1, 0);
  pid_t child = fork();
  if (child == 0) {
    for (int i = 0; i < 3; i++) {
      sem_wait(&shared[0]);
      printf("child got %d\n", i);
      sem_post(&shared[1]);
    }
    _exit(0);
  }
  for (int i = 0; i < 3; i++) {
    printf("parent gives %d\n", i);
    sem_post(&shared[0]);
    sem_wait(&shared[1]);
  }
  show_end("child", child);
}

int main(void) {
  pthread_t thread[4];
  int value;
  sem_init(&empty, 0, SLOTS);
  sem_init(&full, 0, 0);
  sem_init(&slot_lock, 0, 1);
  pthread_create(&thread[0], NULL, produce, (void *)1);
  pthread_create(&thread[1], NULL, produce, (void *)3);
  pthread_create(&thread[2], NULL, consume, NULL);
  pthread_create(&thread[3], NULL, consume, NULL);
  for (int i = 0; i < 4; i++) pthread_join(thread[i], NULL);
  printf("produced %lld, consumed %lld\n", produced, consumed);

  SHOW(sem_getvalue(&empty, &value));
  printf("value %d\n", value);
  SHOW(sem_trywait(&full));
  SHOW(sem_post(&full));
  SHOW(sem_trywait(&full));
  struct timespec deadline;
  clock_gettime(CLOCK_REALTIME, &deadline);
  deadline.tv_sec -= 1;
  SHOW(sem_timedwait(&full, &deadline));
  share_with_child();
  return 0;
}
