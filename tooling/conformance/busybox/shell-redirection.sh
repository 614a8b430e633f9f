# Files as standard streams, further descriptors, noclobber.
echo out > o
echo more >> o
cat < o
ls none 2> e
wc -l < e
{ echo both; ls none; } > b 2>&1
wc -l < b
echo to stderr >&2 2>/dev/null
exec 3> three
echo via three >&3
exec 3>&-
cat three
exec 4< words.txt
read first <&4
read second <&4
echo $first $second
exec 4<&-
echo swap 3>&1 1>&2 2>&3 | cat
set -C
echo x > o
echo $?
echo y >| o
cat o
cat < none
echo $?
: > truncated
ls -l truncated | cut -c1-10
echo fd >&9
echo $?
