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
env -i A=1 "$APPLETS/env" | grep -v PWD
env -u HOME "$APPLETS/sh" -c 'echo [$HOME]'
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
