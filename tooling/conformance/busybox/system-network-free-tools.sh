# Tools that compute only.
ipcalc -n 192.168.1.10/24
mkpasswd -m md5 -S saltsalt secret
hostid | wc -w
getopt ab:c -a -b val rest
ascii | head -2
busybox | head -1 | cut -c1-7
busybox --list | wc -l
busybox nosuch
echo $?
busybox cat hello.txt
