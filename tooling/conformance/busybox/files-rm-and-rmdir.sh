# Removing files and folders, and what is refused.
rm hello.txt
ls hello.txt
rm none
echo $?
rm -f none
echo $?
rmdir sub
echo $?
rm sub
echo $?
rm -r sub
ls
mkdir -p a/b/c
rmdir -p a/b/c
ls -d a
touch -- -x
rm -- -x
ls ./-x
chmod 0 empty
rm -f empty
ls empty
ln -s none dead
rm dead
echo $?
rm -rf .
echo $?
rm -rf none sub2
echo $?
