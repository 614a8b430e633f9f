# ed, pagers, terminal control.
printf '2d\n1a\nappended\n.\n1,$p\nw\nq\n' | ed -p '' hello.txt
cat hello.txt
printf 'more than\none line\n' | more | head -1
less hello.txt | head -1
clear | od -c | head -1
tr -d '\n' < words.txt | fold -w 10 | head -2
reset | wc -c
echo text | ts %Y 2>/dev/null | cut -c6-
echo done
