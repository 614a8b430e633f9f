# Output as words.
lines=$(cat words.txt)
echo "$lines" | wc -l
count=`ls *.txt | wc -l`
echo $count
echo "kept: $(printf 'trailing\n\n\n')|"
echo $(echo a; echo b)
v=$(exit 5)
echo $?
echo $(( $(echo 6) * $(echo 7) ))
