# Calculators.
expr 3 + 4
expr 7 \* 6
expr 10 / 3
expr 10 % 3
expr length hello
expr substr hello 2 3
expr index hello l
expr hello : 'h\(.*\)o'
expr 5 \> 3
expr a \< b
expr 1 = 2
echo $?
expr 1 / 0
echo $?
expr x +
echo $?
echo '3 + 4 * 2' | bc
echo 'scale=10; 22/7; 2^100; sqrt(2)' | bc
echo '5 6 * p' | dc
echo 'obase=16; 255' | bc
factor 1234567890 97
expr 9223372036854775806 + 1
