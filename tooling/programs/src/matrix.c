// Compute: matrices of doubles, singles and integers; an LU solution whose residual is small.
#include "report.h"
#include <math.h>

#define N 40

static double a[N][N], b[N][N], c[N][N];
static float fa[N][N], fb[N][N], fc[N][N];
static int ia[N][N], ib[N][N], ic[N][N];

static void fill(void) {
  unsigned seed = 12345;
  for (int i = 0; i < N; i++) {
    for (int j = 0; j < N; j++) {
      seed = seed * 1103515245 + 12345;
      a[i][j] = (double)(seed >> 16 & 1023) / 64 - 8;
      seed = seed * 1103515245 + 12345;
      b[i][j] = (double)(seed >> 16 & 1023) / 64 - 8;
      fa[i][j] = (float)a[i][j] / 3;
      fb[i][j] = (float)b[i][j] / 7;
      ia[i][j] = (int)(a[i][j] * 1000);
      ib[i][j] = (int)(b[i][j] * 1000003);
    }
  }
}

static void multiply(void) {
  for (int i = 0; i < N; i++) {
    for (int j = 0; j < N; j++) {
      double d = 0;
      float f = 0;
      unsigned n = 0;
      for (int k = 0; k < N; k++) {
        d += a[i][k] * b[k][j];
        f += fa[i][k] * fb[k][j];
        n += (unsigned)ia[i][k] * (unsigned)ib[k][j];
      }
      c[i][j] = d, fc[i][j] = f, ic[i][j] = (int)n;
    }
  }
}

/** Solves a·x = right by elimination with partial pivoting; a and right are used up. */
static double determinant_and_solve(double *right) {
  double determinant = 1;
  for (int k = 0; k < N; k++) {
    int pivot = k;
    for (int i = k + 1; i < N; i++) pivot = fabs(a[i][k]) > fabs(a[pivot][k]) ? i : pivot;
    for (int j = 0; j < N; j++) {
      double held = a[k][j];
      a[k][j] = a[pivot][j];
      a[pivot][j] = held;
    }
    double held = right[k];
    right[k] = right[pivot];
    right[pivot] = held;
    determinant *= pivot == k ? a[k][k] : -a[k][k];
    for (int i = k + 1; i < N; i++) {
      double factor = a[i][k] / a[k][k];
      for (int j = k; j < N; j++) a[i][j] -= factor * a[k][j];
      right[i] -= factor * right[k];
    }
  }
  for (int i = N - 1; i >= 0; i--) {
    for (int j = i + 1; j < N; j++) right[i] -= a[i][j] * right[j];
    right[i] /= a[i][i];
  }
  return determinant;
}

int main(void) {
  double trace = 0, right[N], expected[N], worst = 0;
  float ftrace = 0;
  unsigned itrace = 0;
  fill();
  multiply();
  for (int i = 0; i < N; i++) trace += c[i][i], ftrace += fc[i][i], itrace += (unsigned)ic[i][i];
  printf("%.6f %.3f %u\n", trace, ftrace, itrace);

  for (int i = 0; i < N; i++) {
    expected[i] = i - N / 2.0;
    right[i] = 0;
    for (int j = 0; j < N; j++) right[i] += a[i][j] * (j - N / 2.0);
  }
  printf("determinant %.6e\n", determinant_and_solve(right));
  for (int i = 0; i < N; i++) worst = fmax(worst, fabs(right[i] - expected[i]));
  printf("residual below 1e-9: %d\n", worst < 1e-9);
  return 0;
}
