# cpio, base64, uuencode, xxd and ar.
find sub | sort | cpio -o -H newc 2>/dev/null > c.cpio
mkdir y
(cd y; cpio -id 2>/dev/null < ../c.cpio; find . | sort)
cpio -t < c.cpio 2>/dev/null | sort
base64 hello.txt
base64 hello.txt | base64 -d | cmp - hello.txt
echo $?
uuencode hello.txt remote | uudecode -o -
xxd hello.txt
xxd -p hello.txt | xxd -r -p
ar -t none
echo $?
