# Questions in JSON, and in a script: the answers are the statements that follow.
$NABLA --format json -e 'x = 2; y = 3x^2' -e 'predict y' -e '2' -e 'hint' -e '3' -e '12345' -e 'solution'
echo "status $?"
printf 'x = 2; y = 3x^2;\npredict y\n3\n12\nx\n' | $NABLA
echo "status $?"
printf 'x = 2; y = 3x^2;\npredict y\n4\n' >predict.nabla
$NABLA predict.nabla
echo "status $?"
