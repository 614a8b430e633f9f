# Copying and moving files, folders and links.
cp hello.txt copy
cmp hello.txt copy && echo same
cp -r sub sub2
find sub2 | sort
cp -a link kept
readlink kept
cp link followed
[ -L followed ] || echo file
mv copy moved
ls copy moved
mv moved sub/
ls sub
mkdir d
mv hello.txt words.txt d
ls d
mv none d
echo $?
cp sub d
echo $?
cp -R d e && ls e
cp -p script.sh s2
ls -l s2 script.sh | awk '{print $1, $5, $6, $7, $8}'
mv -n d/hello.txt e
ls d
cp d/words.txt /dev/stdout | head -1
cp nothing x
echo $?
