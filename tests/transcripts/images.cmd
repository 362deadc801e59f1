# No image goes anywhere but to a terminal, whatever is set and whatever the environment says.
export TERM=xterm-kitty KITTY_WINDOW_ID=1 TERM_PROGRAM=iTerm.app
escape=$(printf '\033')
set_up='x = 3; y = x*2;'
look() {
    grep -q "$escape" "$1" && echo "an escape sequence" || cat "$1"
}
for way in auto kitty iterm sixel; do
    $NABLA -e "set images $way; $set_up draw y" >shown 2>&1
    look shown
done
echo "$set_up set images kitty; draw y" | $NABLA >shown 2>&1
look shown
$NABLA --ascii -e "$set_up set images kitty; draw y" >shown 2>&1
look shown
$NABLA --format json -e "$set_up set images kitty; draw y;" >shown 2>&1
look shown
printf '```nabla\n>>> set images kitty\n>>> x = 3\n  x = 3\n>>> draw x\n  x = 3, gradient 1\n```\n' >lesson.md
$NABLA --check lesson.md >shown 2>&1
look shown
: >empty.png
DISPLAY= WAYLAND_DISPLAY= $NABLA -e 'set images kitty; show empty.png'

echo '# layers are an image, or a file'
network='x = 1; w = [1, 2]; h = tanh(w*x); L = sum(h);'
$NABLA -e "$network" -e 'draw layers'
$NABLA -e "$network" -e 'draw 2*L layers'
$NABLA -e "$network" -e 'draw x layers'
$NABLA --format json -e "$network" -e 'draw layers; x' | tail -n 2
