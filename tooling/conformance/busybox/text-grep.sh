# Searching, also recursively and by regular expressions.
grep line hello.txt
grep -n e words.txt | head -3
grep -c a words.txt
grep -v e words.txt
grep -i HELLO hello.txt
grep -r line . | sort
grep -rl bottom .
grep -w the hello.txt
grep -E '^(b|c).*e$' words.txt
grep -F . hello.txt
grep -o '[aeiou][a-z]' words.txt | sort | uniq -c | head -3
grep -q apple words.txt
echo $?
grep nothing words.txt
echo $?
grep x none
echo $?
grep -A1 -B1 cherry words.txt
grep -h line *.txt
grep -e apple -e fig words.txt
echo 'a.b' | grep 'a\.b'
grep -x fig words.txt
grep -m 2 e words.txt
grep -L line *.txt
egrep 'p{2}' words.txt
grep '\(e\).*\1' words.txt
grep -rn bottom sub
