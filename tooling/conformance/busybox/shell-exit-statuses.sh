# Statuses of what cannot be run, of exit, of set -e and set -u.
sh -c 'exit 300'
echo $?
no-such-command
echo $?
./hello.txt
echo $?
./sub
echo $?
./script.sh a b
echo $?
sh none.sh
echo $?
(set -e; false; echo never)
echo $?
sh -u -c 'echo $undefined'
echo $?
sh -c 'if'
echo $?
exit 11
