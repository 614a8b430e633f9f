# Sleeping and time limits.
start=$(date +%s)
sleep 1
end=$(date +%s)
[ $((end - start)) -ge 1 ] && [ $((end - start)) -le 3 ] && echo slept
sleep 0.05
usleep 1000
echo $?
time -f %x true
sleep
echo $?
sleep x
echo $?
(sleep 0.3; echo late) & sleep 0.1
echo early
wait
timeout 1 true
echo $?
timeout 0.1 cat < /dev/zero > /dev/null
echo $?
watch -h 2>&1 | head -1 | wc -l
