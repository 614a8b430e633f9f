# Jobs in the background, their order, their statuses, killing them.
(sleep 0.3; echo third) & (sleep 0.1; echo second) & echo first
wait
echo all done
sleep 5 & pid=$!
kill $pid
wait $pid
echo $?
(exit 7) & wait $!
echo $?
for i in 1 2 3; do (exit $i) & pids="$pids $!"; done
for p in $pids; do wait $p; echo $?; done
sleep 100 & kill -9 $!
wait $! 2>/dev/null
echo $?
wait
echo $?
