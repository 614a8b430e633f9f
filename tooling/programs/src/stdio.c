// Buffered files: modes, positions, pushing back, line and block reading, scanning, temporaries.
// run: { "stdin": "some input\nand a second line\n", "stderr": true }
#include "report.h"

int main(void) {
  char line[64], word[16], *grown = NULL;
  size_t capacity = 0;
  int number;
  double real;
  enter_scratch();
  FILE *file = fopen("text", "w");
  fprintf(file, "alpha 12 3.5\nbeta -7 1e3\n\nlast line without end");
  printf("ftell %ld\n", ftell(file));
  fclose(file);

  file = fopen("text", "r+");
  for (int i = 0; i < 2; i++) {
    int count = fscanf(file, "%15s %d %lf", word, &number, &real);
    printf("scanned %d: %s %d %g\n", count, word, number, real);
  }
  fgetc(file);
  ungetc('!', file);
  printf("%c\n", fgetc(file));
  while (getline(&grown, &capacity, file) >= 0) printf("line of %zu: %.20s\n", strlen(grown), grown);
  printf("end %d, error %d\n", feof(file) != 0, ferror(file) != 0);
  rewind(file);
  fputs("ALPHA", file);
  fseek(file, 0, SEEK_SET);
  printf("%s", fgets(line, sizeof line, file));
  fclose(file);

  file = fopen("text", "a+");
  fputs(" appended", file);
  fseek(file, -8, SEEK_END);
  printf("%zu %.8s\n", fread(line, 1, 8, file), line);
  printf("%d\n", fclose(file));

  printf("%d %s\n", fopen("text", "wx") == NULL, errno_name(errno));
  printf("%d %s\n", fopen("missing", "r") == NULL, errno_name(errno));
  file = fopen("text", "r");
  printf("%d\n", fputc('x', file) == EOF && ferror(file));
  fclose(file);

  file = tmpfile();
  for (int i = 0; i < 10000; i++) fwrite(&i, sizeof i, 1, file);
  fseek(file, 4 * 7777, SEEK_SET);
  need(fread(&number, sizeof number, 1, file) == 1, "fread");
  printf("binary %d\n", number);
  fclose(file);

  char memory[40] = "";
  file = fmemopen(memory, sizeof memory, "w");
  fprintf(file, "%-6s|%+05d|%x", "in", 42, 255);
  fclose(file);
  puts(memory);
  file = open_memstream(&grown, &capacity);
  for (int i = 0; i < 5; i++) fprintf(file, "%d,", i * i);
  fclose(file);
  printf("%s %zu\n", grown, capacity);

  setvbuf(stdout, NULL, _IOFBF, 16);
  printf("a line that is longer than its buffer of sixteen bytes\n");
  fflush(stdout);
  fprintf(stderr, "to stderr\n");
  FILE *input = stdin;
  while (fgets(line, sizeof line, input) != NULL) printf("stdin: %s", line);
  printf("%d\n", remove("text"));
  return 0;
}
