# Blocks, offsets, conversions, sparse output.
dd if=/dev/zero of=z bs=512 count=4 2>&1 | head -2
ls -l z | awk '{print $5}'
printf 'abcdefghij' > f
dd if=f bs=1 skip=3 count=4 2>/dev/null
echo
printf XY | dd of=f bs=1 seek=2 conv=notrunc 2>/dev/null
cat f
echo
dd if=f of=sparse bs=1 seek=10000 2>/dev/null
wc -c < sparse
dd if=/dev/urandom bs=100 count=3 2>/dev/null | wc -c
dd if=f ibs=3 obs=5 conv=sync 2>/dev/null | od -An -c | head -2
dd if=none
echo $?
