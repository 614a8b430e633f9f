# cd, cd -, and relative paths.
cd sub/deep
basename $PWD
cd -> /dev/null
basename "$(pwd)" | wc -l
(cd sub; ls)
cd ..
cd - > /dev/null
ls -d sub
cd none
echo $?
mkdir -p new/a/b
cd new/a/b && cd ../.. && ls
rmdir a/b a
ls
cd "$WORK"
pushd . 2>/dev/null
echo $?
