# Arithmetic of the shell: 64 bits, assignment, division by zero.
echo $((1 + 2 * 3)) $((7 / 2)) $((-7 % 3)) $((1 << 40)) $((0x1f ^ 010)) $((5 > 3 && 2 > 1)) $((1 ? 10 : 20))
i=5
echo $((i++ + ++i)) $i $((i *= 3)) $((9223372036854775807 + 1))
echo $((1 / 0))
echo "not reached"
