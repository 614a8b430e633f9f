# Listings in every order and format.
ls
ls -a | sort
ls -1 sub
ls -F
ls -d */
ls -l hello.txt words.txt script.sh
ls -l link | awk '{print $1, $3, $5, $NF}'
ls -ln sub/deep/bottom.txt
ls -S *.txt
ls -t *.txt
ls -r
ls -R sub | sort
ls none
echo $?
ls -i hello.txt | wc -w
ls -lL link | cut -c1-10
ls -p | head -3
