# Sizes on disk of plain files.
du -k hello.txt words.txt
dd if=/dev/zero of=big bs=1024 count=100 2>/dev/null
du -k big
sync
echo $?
du -h big
truncate -s 0 big
ls -l big | awk '{print $5}'
