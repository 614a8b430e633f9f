# Positional parameters and every form of expansion.
set -- one "two three" four
echo $# "$1" "$2" "$*" $@
for word in "$@"; do echo "[$word]"; done
shift
echo "$1" $#
unset none
empty=
name=path/to/file.tar.gz
echo ${none:-default} ${empty:-default} ${empty-kept} ${none:=set} $none ${name:+alternative}
echo ${name##*/} ${name%%.*} ${name#*/} ${name%.*} ${#name} ${name:5:2} ${name/to/from} ${name//e/E}
(: ${missing:?is not there})
echo status $?
