# Columns and characters.
cut -d: -f1 table.txt
cut -c2-4 words.txt | head -2
cut -d: -f2,3 table.txt
cut -b1 words.txt | tr -d '\n'
echo
echo hello | tr a-y b-z
echo 'a  b   c' | tr -s ' '
echo Hello | tr -d l
echo hello | tr '[:lower:]' '[:upper:]'
tr -c 'a-z\n' . < hello.txt
paste words.txt numbers.txt | head -3
paste -s -d, words.txt
paste -d'|' numbers.txt numbers.txt | head -1
expand table.txt | head -1
printf 'a\tb\n' | expand -t 4
fold -w 5 hello.txt
rev words.txt | head -2
tac words.txt | head -2
nl hello.txt
comm -12 words.txt words.txt 2>/dev/null | head -2
printf 'x\0y\0' | tr '\0' '\n'
cut -f1 -d' ' hello.txt
cut -d: -f2- table.txt | head -1
echo "tab	tab" | unexpand -a | od -c | head -1
dos2unix < hello.txt | cmp - hello.txt
echo $?
