# What a subshell may change, and what it may not.
x=1
(x=2; (x=3; echo $x); echo $x)
echo $x
{ x=4; }
echo $x
(exit 3)
echo $?
(cd sub)
ls -d sub
(trap 'echo bye' EXIT; echo in)
for i in 1 2 3 4 5 6 7 8; do (echo $i > f$i) & done
wait
cat f1 f2 f3 f4 f5 f6 f7 f8 | tr '\n' ' '
rm f?
