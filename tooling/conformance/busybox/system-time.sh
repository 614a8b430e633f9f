# Sleeping and time limits.
start=$(date +%s)
sleep 1
end=$(date +%s)
[ $((end - start)) -ge 1 ] && [ $((end - start)) -le 3 ] && echo slept
sleep 0.05
usleep 1000
echo $?
time -f %x "$APPLETS/false"
sleep
echo $?
sleep x
echo $?
(sleep 0.3; echo late) & sleep 0.1
echo early
wait
timeout 1 "$APPLETS/true"
echo $?
timeout 0.1 "$APPLETS/cat" < /dev/zero > /dev/null
echo $?
