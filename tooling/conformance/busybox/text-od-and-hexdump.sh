# Dumps.
od -c hello.txt | head -2
od -An -tx1 hello.txt | head -1
od -tx2 hello.txt | head -1
hexdump -C hello.txt
hexdump hello.txt | head -1
hexdump -e '4/1 "%02x " "\n"' words.txt | head -2
od -j 3 -N 5 -c hello.txt
printf '\001\377' | od -An -td1
hd hello.txt 2>/dev/null | head -1
xxd -l 8 words.txt
printf '\0\0\0\0\360\077' | od -An -td2
od -A x -t o1 numbers.txt | tail -1
printf 'AB' | od -An -to2
cat /dev/zero | head -c 100 | hexdump -C
