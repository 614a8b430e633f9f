# Compressing and restoring, joined archives, damaged input.
gzip -k words.txt
zcat words.txt.gz | cmp - words.txt
echo $?
gunzip -c words.txt.gz | md5sum
md5sum < words.txt
seq 5000 | gzip -9 | gzip -d | md5sum
seq 5000 | md5sum
bzip2 -k words.txt
bunzip2 -c words.txt.bz2 | cmp - words.txt
echo $?
echo garbage > g.gz
gunzip g.gz
echo $?
gzip hello.txt
ls hello*
gunzip hello.txt.gz
cat hello.txt
seq 100 | gzip > a
seq 101 200 | gzip >> a
zcat < a | tail -1
printf '' | gzip | zcat | wc -c
xzcat < /dev/null | wc -c
