# Traps for signals and for the end.
trap 'echo got TERM' TERM
trap 'echo got USR1' USR1
trap 'echo leaving with $?' EXIT
kill -TERM $$
kill -USR1 $$
echo between
(trap - TERM; kill -TERM $(sh -c 'echo $PPID'); echo never)
echo $?
trap '' HUP
kill -HUP $$
trap | wc -l
trap 'echo int; exit 9' INT
kill -INT $$
echo not reached
