# Hard and symbolic links, loops, readlink and realpath.
ln hello.txt hard
ls -l hello.txt | awk '{print $2}'
ln -s sub/deep way
ls way
readlink way
readlink -f way/bottom.txt | sed "s#.*/sub#sub#"
echo new > hard
cat hello.txt
ln -s loop loop
cat loop
ln -sf words.txt link
cat link | head -1
ln hello.txt words.txt
echo $?
realpath way | sed 's#.*/sub#sub#'
unlink hard
ls -l hello.txt | awk '{print $2}'
rm way
ls sub/deep
