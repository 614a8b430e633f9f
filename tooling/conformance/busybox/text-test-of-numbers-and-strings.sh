# test with few and many arguments.
for e in '1 -eq 1' '1 -ne 1' '2 -gt 10' '2 -lt 10' '-5 -le -5' 'a = b' 'a != b' '-n x' '-z x' '! -z x'; do test $e; echo "$e: $?"; done
[ "" ]
echo $?
[ x -o "" ]
echo $?
[ ]
echo $?
[ a
echo $?
test -e . -a -d . -a -r . -a -w . -a -x .
echo $?
[ ! ]
echo $?
[ '(' a = a ')' ]
echo $?
[ hello.txt -ef ./hello.txt ]
echo $?
[ hello.txt -ot words.txt ]
echo $?
[ -h link -a -L link ]
echo $?
