# Making, listing and unpacking archives, also compressed.
tar -cf t.tar hello.txt sub link script.sh
tar -tf t.tar | sort
mkdir x
tar -xf t.tar -C x
diff -r sub x/sub && echo equal
readlink x/link
ls -l x/script.sh | cut -c1-10
tar -czf t.tgz sub
tar -tzf t.tgz | sort
gzip -t t.tgz
echo $?
tar -xzOf t.tgz sub/deep/bottom.txt
tar -cf - words.txt | tar -xf - -C x
cmp words.txt x/words.txt
echo $?
tar -tvf t.tar | awk '{print $1, $3, $NF}' | sort
tar -xf none.tar
echo $?
tar -cf u.tar --no-recursion sub sub/bottles
tar -tf u.tar | sort
