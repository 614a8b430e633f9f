# File attributes and times.
stat -c '%s %a %F %h %n' hello.txt link empty
stat -c '%a %F %h' sub sub/deep
stat -L -c '%F' link
touch -d '2011-12-13 14:15:16' hello.txt
stat -c '%Y %y' hello.txt
touch -r hello.txt empty
stat -c %Y empty
touch new
[ -s new ] || echo empty
touch -c none
ls none
date -r hello.txt -u
stat none
echo $?
stat -c %s words.txt script.sh
touch -t 200102030405.06 new
stat -c %Y new
truncate -s 5000 new
stat -c '%s' new
