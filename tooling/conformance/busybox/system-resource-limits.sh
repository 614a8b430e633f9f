# ulimit, sessions, temporary files.
ulimit -n | wc -w
(ulimit -n 20; ulimit -n)
(ulimit -S -n 30; ulimit -S -n)
(ulimit -f 10; dd if=/dev/zero of=limited bs=1024 count=2 2>/dev/null; ls -l limited | awk '{print $5}')
ulimit -c 0
ulimit -c
setsid "$APPLETS/sh" -c 'echo own session'
nohup "$APPLETS/echo" kept 2>/dev/null
mktemp -p . XXXXXX | wc -c
mktemp -d -p . | wc -l
shuf -i 1-5 | sort | tr '\n' ' '
tsort < /dev/null 2>/dev/null
run-parts --test sub | wc -l
