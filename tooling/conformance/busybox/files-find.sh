# Selecting by name, type, size, age and mode; -exec and -print0.
find . | sort
find . -name '*.txt' -type f | sort
find . -type d | sort
find . -type l
find sub -maxdepth 1 | sort
find . -type f -size +3k | sort
find . -newer hello.txt -type f | sort
find . -name deep -prune -o -print | sort
find . -name '*.txt' -exec "$APPLETS/grep" -l line {} \; | sort
find . -empty | sort
find . -perm 755 -type f
find none
echo $?
find . -name '*.txt' -print0 | xargs -0 "$APPLETS/ls" | sort
find . -mtime +1000 -type f | wc -l
find . -name 'b*' -exec "$APPLETS/rm" -r {} +
find . -name 'b*' | wc -l
