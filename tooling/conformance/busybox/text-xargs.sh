# Arguments from standard input.
seq 10 | xargs
seq 10 | xargs -n 3
seq 3 | xargs -I {} "$APPLETS/echo" item {}
printf 'a b\nc\n' | xargs -n 1 "$APPLETS/echo"
printf 'x y\0z\0' | xargs -0 -n 1 "$APPLETS/echo"
echo | xargs "$APPLETS/echo" empty
echo | xargs -r "$APPLETS/echo" never
seq 3 | xargs -t
echo a | xargs "$APPLETS/false"
echo $?
seq 2000 | xargs "$APPLETS/echo" | wc -w
ls *.txt | xargs "$APPLETS/wc" -l | tail -1
seq 6 | xargs -P 2 -n 2 "$APPLETS/sh" -c 'exit 0'
echo $?
find . -type f | sort | xargs "$APPLETS/cat" | md5sum
printf 'q"uo ted"\n' | xargs "$APPLETS/echo"
seq 5 | xargs -s 20
echo 1 2 | xargs "$APPLETS/sh" -c 'echo $0 $1; exit 255' 2> /dev/null
echo $?
