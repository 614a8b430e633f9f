// threads [workers] [rounds]: a POSIX thread demo. Workers add to one sum under a mutex and
// meet at a barrier after each round; the main thread checks that no addition was lost.
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_WORKERS 64

static pthread_mutex_t sum_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t round_end;
static long sum;
static int rounds = 5;

static void *work(void *argument) {
  long id = (long)argument;
  for (int round = 0; round < rounds; round++) {
    for (int i = 0; i < 1000; i++) {
      pthread_mutex_lock(&sum_lock);
      sum += id;
      pthread_mutex_unlock(&sum_lock);
    }
    // Exactly one of the workers is told that it is the last, and reports for all.
    if (pthread_barrier_wait(&round_end) == PTHREAD_BARRIER_SERIAL_THREAD) {
      printf("round %d: sum = %ld\n", round + 1, sum);
    }
    pthread_barrier_wait(&round_end);
  }
  return (void *)(id * id);
}

static int positive_argument(const char *text, int most) {
  int value = atoi(text);
  return value < 1 ? 1 : value > most ? most : value;
}

int main(int argc, char **argv) {
  pthread_t worker[MAX_WORKERS];
  int workers = argc > 1 ? positive_argument(argv[1], MAX_WORKERS) : 4;
  if (argc > 2) rounds = positive_argument(argv[2], 1000);

  pthread_barrier_init(&round_end, NULL, workers);
  for (long id = 0; id < workers; id++) {
    int error = pthread_create(&worker[id], NULL, work, (void *)(id + 1));
    if (error != 0) {
      fprintf(stderr, "threads: cannot create worker %ld: %s\n", id + 1, strerror(error));
      exit(1);
    }
  }
  long squares = 0;
  for (int id = 0; id < workers; id++) {
    void *result;
    pthread_join(worker[id], &result);
    squares += (long)result;
  }
  long expected = 1000L * rounds * workers * (workers + 1) / 2;
  printf("%d workers joined, squares = %ld, sum %s\n", workers, squares,
         sum == expected ? "right" : "WRONG");
  return sum == expected ? 0 : 1;
}
