# A walk in JSON, and in a script: an empty line there is no step.
$NABLA --format json -e 'x = 2; y = x^2' -e 'step' -e 'step' -e 'step' -e 'break sign' -e 'step back'
echo
printf 'x = 2; y = x^2;\nstep\n\n\n   \nstep\n' | $NABLA
printf 'x = 2; y = x^2;\nstep y\n' >walk.nabla
printf '\nstep\nstep;\nstep\n' >more.nabla
$NABLA walk.nabla more.nabla
