# Comparing files and folders, applying a patch.
cp hello.txt other
echo extra >> other
sed -i 1d other
diff hello.txt other | grep -v '^[-+@][-+@]'
echo $?
diff -q hello.txt other
diff hello.txt hello.txt
echo $?
diff -u hello.txt other | sed '1,2d'
diff -u hello.txt other > p.diff
patch hello.txt < p.diff
cmp hello.txt other && echo patched
patch -R hello.txt < p.diff
cp -r sub sub2
echo change > sub2/deep/bottom.txt
touch sub2/only
diff -rq sub sub2 | sort
cmp words.txt hello.txt
echo $?
cmp -l numbers.txt words.txt 2>/dev/null | head -2
diff none other
echo $?
diff -b hello.txt hello.txt
diff -i -w -u words.txt words.txt
echo $?
