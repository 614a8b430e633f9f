# awk: fields, patterns, functions, arrays, formats, pipes.
awk '{print NR, NF, $1}' hello.txt
awk -F: '{s += $2} END {print s}' table.txt
awk '/b/ {n++} END {print n}' words.txt
awk 'BEGIN {for (i = 0; i < 5; i++) printf "%d ", i * i; print ""}'
awk -F: '$2 > 10 {print $1}' table.txt
awk '{a[length($0)]++} END {for (k in a) print k, a[k]}' words.txt | sort
awk 'BEGIN {printf "%5.2f|%-5s|%05d|%x|%e|%c\n", 3.14159, "ab", 42, 255, 12345.678, 65}'
awk '{$2 = "X"; print}' hello.txt
awk 'function f(n) {return n < 2 ? n : f(n - 1) + f(n - 2)} BEGIN {print f(18)}'
echo 'a b c' | awk '{for (i = NF; i > 0; i--) printf "%s ", $i; print ""}'
awk 'BEGIN {print substr("hello", 2, 3), index("hello", "ll"), toupper("up"), length("four"), split("a:b:c", p, ":"), p[3]}'
awk 'BEGIN {s = "aaa"; n = gsub(/a/, "b", s); print n, s; print match("foobar", /o+/), RSTART, RLENGTH}'
awk 'BEGIN {while ((getline line < "words.txt") > 0) n++; print n; "echo piped" | getline x; print x; system("echo system"); print 1e6, 0.1 + 0.2, 1 / 3, 2 ^ 10, int(-3.7)}'
awk -v v=7 'BEGIN {print v + 1; exit 3}'
echo $?
awk 'NR == 2, NR == 4' words.txt
awk '{print > "out-" NR}' hello.txt
ls out-*
awk 'BEGIN {print length()'
echo $?
awk 'BEGIN { print -7 % 3, 7 % -3, "10" + 5, "3x" * 2, 1 == "1", "a" < "b", !0, x == 0 }'
awk 'BEGIN{srand(1); print (rand() < 1)}; END{print NR}' RS= hello.txt
