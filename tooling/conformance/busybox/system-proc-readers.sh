# Tools that read /proc.
ps | head -1
ps -o pid,comm | head -1
free | head -1 | wc -w
uptime | grep -c 'load average'
mount | grep -q ' on / ' && echo root is mounted
df | head -1
pidof none
echo $?
cat /proc/uptime | wc -w
cat /proc/loadavg | wc -w
ls /proc/self/fd | head -3
readlink /proc/self/cwd | grep -c .
grep -c MemTotal /proc/meminfo
top -b -n 1 | head -1 | cut -c1-4
