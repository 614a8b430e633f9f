# Stream editing.
sed 's/line/LINE/' hello.txt
sed -n '2p' words.txt
sed '1,3d' words.txt
sed -e 's/a/A/g' -e '/fig/d' words.txt
sed -n '/b/,/d/p' words.txt
sed 's/\(.\)\(.\)/\2\1/' words.txt
sed '$!d' words.txt
sed -n '$=' words.txt
sed '2i\inserted' hello.txt
sed '1a\after' hello.txt
sed -i 's/first/FIRST/' hello.txt
cat hello.txt
sed 'y/abc/xyz/' words.txt | head -2
sed -n 'l' hello.txt
sed '=' hello.txt | head -2
sed ':a;N;$!ba;s/\n/,/g' words.txt
sed -E 's/(^|[^a-z])([a-z])/\1<\2>/g' hello.txt
sed 's/e/E/2' words.txt
sed '/a/!s/^/# /' words.txt
echo a/b | sed 's|/|-|'
sed 'G' hello.txt
sed -n 'x;p' words.txt | head -2
sed '3q' words.txt
echo hello | sed 's/l*/X/g'
sed '/cherry/c\changed' words.txt
sed 1w\ out.txt hello.txt >/dev/null
cat out.txt
sed --bad
echo $?
