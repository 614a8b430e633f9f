# case patterns and file name patterns.
for w in apple banana 42 "" -x; do case $w in a*|b*a) echo "$w fruit";; [0-9]*) echo "$w number";; "") echo none;; *) echo "$w other";; esac; done
echo *.txt sub/* [!a-h]* ?mpty nothing*
cd sub
echo ../*.sh
set -f
echo *
