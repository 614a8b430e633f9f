# Export, readonly, IFS, read, eval, getopts.
A=1 B="x y" env | grep -E '^(A|B)=' | sort
export C=exported
sh -c 'echo $C'
C=changed sh -c 'echo $C'
echo $C
readonly R=5
(R=6)
echo $?
unset C
echo "[$C]"
IFS=:
set -- a:b:c
for w in $1; do echo $w; done
unset IFS
read a b c << X
1 2 3 4
X
echo "$a|$b|$c"
printf 'raw\\n\n' | { read -r l; echo "$l"; }
echo a,b | { IFS=, read x y; echo $y $x; }
n=4
eval "v$n=four"
eval echo \$v$n
alias hi='echo hello'
getopts ab: o -b val
echo $o $OPTARG
