# Arguments from standard input.
seq 10 | xargs
seq 10 | xargs -n 3
seq 3 | xargs -I {} echo item {}
printf 'a b\nc\n' | xargs -n 1 echo
printf 'x y\0z\0' | xargs -0 -n 1 echo
echo | xargs echo empty
echo | xargs -r echo never
seq 3 | xargs -t echo 2>&1
echo a | xargs false
echo $?
echo a | xargs no-such
echo $?
seq 2000 | xargs echo | wc -w
ls *.txt | xargs wc -l | tail -1
seq 6 | xargs -P 2 -n 2 sh -c 'exit 0'
echo $?
find . -type f | sort | xargs cat | md5sum
printf 'q"uo ted"\n' | xargs echo
seq 5 | xargs -s 20 echo
echo 1 2 | xargs sh -c 'echo $0 $1; exit 255'
echo $?
