# Formats and escapes.
printf '%d %5d|%-5d|%05d %x %o %X %c %s %10s|%-10s|%%\n' 42 42 42 42 255 8 255 c str right left
printf '%s\n' a b c
printf '%d %s\n' 1 one 2 two
printf '%b' 'tab\there\n'
printf '%.3f %e %g\n' 3.14159 12345.678 0.0001
printf '\101\x42\n'
printf '%d\n' 0x1f 010 "'A"
printf '%d\n' abc
echo $?
echo -n no newline
echo
echo -e 'a\tb\\n\x41\0101'
echo 'a\tb'
echo -E 'a\tb'
printf '%*d|%-*d|\n' 5 42 5 42
printf '%5.2s|\n' abcdef
printf 'no args %s %d\n'
printf '%i %u\n' -1 5
printf -- '-dash\n'
printf '%s'
printf 'x\c'
echo end
printf '%s %s\n' "$(printf 'multi\nline')" done
