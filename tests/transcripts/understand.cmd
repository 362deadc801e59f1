# What the commands that help to understand say to programs, in ASCII, and to screen readers.
$NABLA --format json -e 'w = 2; x = 3' -e 'y = w*x + abs(x - 3)' -e 'check y' -e 'numeric dy/dw eps=0.5' -e 'whatif w += 1' -e 'paths y over w, x' -e 'trace y over x' -e 'numeric dy/dw eps=0'
$NABLA --ascii -e 'φ[0] = 1; for i in 1..3 { φ[i] = 0.5*φ[i-1] }' -e 'trace φ[3] over φ[0..3]' -e 'paths φ[3] φ[1]' -e 'numeric grad(φ[3], φ[1]) eps=0.5' -e 'forward φ[3]; whatif φ[0] += 1'
$NABLA --plain -e 'h[0] = 1; for i in 1..3 { h[i] = 0.5*h[i-1] }' -e 'trace h[3] over h[0..3]'
