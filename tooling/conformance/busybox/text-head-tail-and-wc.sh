# Parts of files, counting, following a file that grows.
head -2 words.txt
head -c 7 hello.txt
echo
tail -2 words.txt
tail -c 6 hello.txt
tail -n +4 words.txt
wc hello.txt words.txt
wc -l words.txt
wc -w < hello.txt
wc -c hello.txt
wc -L hello.txt
head -n -4 words.txt
seq 100 | tail -1
seq 100 | head -1
head -1 hello.txt words.txt
tail -q -n1 hello.txt words.txt
cat -n hello.txt
cat -A hello.txt
cat -v table.txt | head -1
cat hello.txt - < words.txt | tail -1
tee copy < hello.txt | wc -l
cmp copy hello.txt
echo $?
wc none
echo $?
(sleep 0.2; echo added >> grow; sleep 0.2) & echo start > grow
timeout 0.6 "$APPLETS/tail" -f grow
wait
strings script.sh | head -1
od -An -tu1 -N4 hello.txt
seq -s, 5
seq 10 -3 1 | tr '\n' ' '
seq -w 8 10
echo
yes no | head -1
printf 'no newline' | wc -l
