# Sorting by keys and kinds.
sort words.txt
sort -r words.txt
sort -n numbers.txt
sort -u words.txt numbers.txt | head -4
sort -t: -k2 -n table.txt
sort -k2 -t: table.txt
sort -rn numbers.txt | head -2
sort numbers.txt | uniq -c
sort numbers.txt | uniq -d
sort numbers.txt | uniq -u
sort -f words.txt | head -2
sort -c words.txt
echo $?
sort -c numbers.txt
echo $?
sort -o sorted words.txt
cat sorted | head -1
seq 3000 | sort | md5sum
seq 3000 | shuf | sort -n | md5sum
printf 'b 2\na 2\nc 1\n' | sort -s -k2,2
printf '1K\n2\n1M\n' | sort -h
printf '1.10\n1.9\n' | sort -V
sort none
echo $?
sort -m words.txt sorted | wc -l
