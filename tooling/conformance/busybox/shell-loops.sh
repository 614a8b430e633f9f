# for, while, until, break and continue, loops in pipelines.
for i in 1 2 3; do for j in a b; do [ $i$j = 2b ] && continue 2; echo $i$j; done; done
i=0
while [ $i -lt 5 ]; do i=$((i + 1)); [ $i = 4 ] && break; echo while $i; done
until [ $i = 0 ]; do i=$((i - 1)); done
echo $i
printf 'x 1\ny 2\nz 3\n' | while read name number; do echo "$number=$name"; done
seq 3 | { sum=0; while read n; do sum=$((sum + n)); done; echo $sum; }
