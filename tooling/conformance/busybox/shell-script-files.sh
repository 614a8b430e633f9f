# Scripts as files, sourced files, #! lines, scripts on standard input.
cat > s.sh <<'X'
#!/bin/sh
echo "args: $# $1"; . ./lib.sh; say "$2"; exit 4
X
echo 'say() { echo "said $1"; }' > lib.sh
chmod +x s.sh
sh s.sh one two
echo $?
sh < lib.sh
echo $?
sh -c 'echo $0 $1' zero one
sh -x -c 'echo traced; a=1'
echo 'echo from stdin' | sh
