# Here-documents: expanded, literal, indented, two at once.
name=value
cat <<END
expanded $name $((2 + 2)) $(echo sub) \$kept
END
cat <<'END'
literal $name \$
END
cat <<-END
	tabs removed
	END
cat <<ONE; cat <<TWO
first
ONE
second
TWO
while read line; do echo "<$line>"; done <<END
a b
c
END
