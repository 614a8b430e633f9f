# Modes by number and by letter, umask, install.
for m in 644 u+x go-r a=r u=rwx,g=rx,o= +t 4755 g+s; do chmod $m hello.txt; ls -l hello.txt | cut -c1-10; done
chmod -R 700 sub
find sub | xargs stat -c '%a %n' | sort
chmod 999 hello.txt
echo $?
chmod +x none
echo $?
umask 077
touch private
stat -c %a private
mkdir pd
stat -c %a pd
umask
install -m 640 hello.txt inst
stat -c %a inst
