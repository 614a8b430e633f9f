# Functions, local variables, recursion.
add() { local sum=$(($1 + $2)); echo $sum; return 3; }
add 4 5
echo $? $sum
result=$(add 1 1)
echo $? $result
fact() { [ $1 -le 1 ] && echo 1 || echo $(($1 * $(fact $(($1 - 1))))); }
fact 10
greet() { echo "hello $1"; }
greet world
unset -f greet
greet 2>/dev/null
echo $?
x=outer
change() { x=inner; }
change
echo $x
(x=sub; echo $x)
echo $x
