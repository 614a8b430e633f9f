# Digests of files and pipes, and checking a list of them.
md5sum hello.txt words.txt
sha1sum hello.txt
sha256sum hello.txt words.txt
sha512sum empty
sha3sum hello.txt
crc32 hello.txt
md5sum *.txt > sums
md5sum -c sums
echo x >> hello.txt
md5sum -c sums
echo $?
seq 30000 | sha256sum
md5sum none
echo $?
