# Quotes within quotes.
a='single $x "quotes"'
b="double \$x \"quotes\" $a"
echo "$b"
echo one\ word 'it''s' "tab	inside" $'escaped\tline\n'end
printf '%s|' a "b c" '' d
echo
echo * "*" '*' \*
echo "$(echo "nested $(echo "deeper 'quotes'")")"
