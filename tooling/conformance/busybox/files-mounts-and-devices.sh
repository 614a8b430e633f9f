# Device files, fifos, and that none of our streams is a terminal.
echo x > /dev/null
wc -c < /dev/null
head -c 5 /dev/zero | od -An -tx1
mkfifo p
(echo through > p) & cat p
wait
ls -l p | cut -c1
cat < /dev/null
test -c /dev/null
echo $?
[ -t 0 ]
echo $?
tty
echo $?
stty 2>&1 | wc -l
