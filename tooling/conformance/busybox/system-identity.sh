# Who and where we are.
uname -s
uname -m
uname -o
id -u | wc -l
whoami | wc -w
hostname | wc -w
nproc | wc -w
arch
tty
pwd | wc -l
env -i A=1 env | grep -v PWD
env -u HOME sh -c 'echo [$HOME]'
printenv TREE | wc -l
which none
echo $?
basename /a/b.c .c
dirname /a/b.c
logname 2>/dev/null | wc -l
groups | wc -l
true
echo $?
false
echo $?
nice -n 5 sh -c nice 2>/dev/null
nice
