# Many short processes, one after another and at once.
i=0
while [ $i -lt 60 ]; do sh -c 'exit 0' || echo failed; i=$((i + 1)); done
echo $i
i=0
while [ $i -lt 30 ]; do sleep 0.1 & i=$((i + 1)); done
wait
echo done
