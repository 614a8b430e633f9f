# vi on a terminal that is a pipe: it opens, edits, writes and quits.
reply='\033[24;80R'
printf "$reply:q\r" | vi hello.txt | wc -c
(printf "$reply"'iinserted text\033'; sleep 0.5; printf ':wq\r') | vi new.txt > /dev/null
cat new.txt
(printf "$reply"'ddGopened line\033'; sleep 0.5; printf ':x\r') | vi hello.txt > /dev/null
cat hello.txt
(printf "$reply"':s/a/A/\r:wq\r') | vi words.txt >/dev/null
head -1 words.txt
(printf "$reply"'x:q\r:q!\r') | vi table.txt > /dev/null
head -1 table.txt
(printf "$reply"'yyp3Jdw:w out\r:q!\r') | vi words.txt > /dev/null
head -3 out
(printf "$reply"'/cherry\rdd:wq\r') | vi words.txt > /dev/null
wc -l < words.txt
