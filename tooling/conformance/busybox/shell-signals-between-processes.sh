# Signals to children, and what they report.
sh -c 'trap "echo child caught; exit 3" TERM; echo ready > ready; while :; do sleep 0.05; done' &
while [ ! -s ready ]; do sleep 0.02; done
kill $!
wait $!
echo $?
sh -c 'kill -SEGV $$'
echo $?
sh -c 'kill -KILL $$'
echo $?
timeout 0.2 "$APPLETS/sleep" 10
echo $?
timeout -s KILL 0.1 "$APPLETS/sh" -c 'while :; do :; done'
echo $?
