# if, && and ||, test.
if true; then echo yes; elif false; then echo no; else echo never; fi
if false; then echo no; else echo other; fi
true && echo and || echo or
false && echo and || echo or
! true
echo $?
[ a = a ] && [ 3 -gt 2 ] && [ -d sub ] && [ -f hello.txt ] && [ ! -e none ] && echo all
[ -s empty ] || echo empty
[ hello.txt -nt none ]
echo $?
[[ abc == a* ]] && echo pattern
test 1 -eq 1 -a 2 -eq 3
echo $?
test -x script.sh
echo $?
test -L link
echo $?
[ 1 -eq x ]
echo $?
