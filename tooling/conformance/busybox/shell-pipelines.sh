# Pipelines: long ones, large ones, ends that close early.
cat words.txt | sort | uniq -c | sort -rn | head -3
echo hello | cat | cat | cat | tr a-z A-Z
false | true
echo $?
true | false
echo $?
! false | false
echo $?
set -o pipefail
false | true
echo $?
yes | head -2
seq 1000 | tail -1
(echo a; echo b) | { read x; cat; }
seq 20000 | md5sum
yes line | head -c 100000 | wc -c
