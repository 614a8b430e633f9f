# Dates of fixed times.
date -u -d @0
date -u -d @1700000000 '+%Y-%m-%d %H:%M:%S %a %b %j %s %U'
date -u -d '2024-02-29 12:00' +%s
date -u -d '1999-12-31 23:59:59' '+%A %B %e %I %p'
TZ=CET-1CEST date -d @1720000000
cal 2 2024
cal -y 2023 | md5sum
date -u -R -d @86400
date -u -I -d @86400
date -d garbage
echo $?
[ $(date +%s) -gt 1000000000 ] && echo later than 2001
date -u -d '2024-01-31 00:00:00' +%F
TZ=EST5EDT date -d @1700000000 +%T%Z
