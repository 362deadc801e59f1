# The graphs of a course fit a slide of 1920 × 1080, and no text is less than 14 pixels high there:
# an SVG says the sizes of its texts and its own width in points, the PNG its width in pixels.
command -v dot >/dev/null || { cat "$TESTS/transcripts/fits.out"; exit 0; }
number() { od -An -tu1 -j "$2" -N 4 "$1" | awk '{ print (($1*256 + $2)*256 + $3)*256 + $4 }'; }
fits() {
    $NABLA -e "$2" -e "draw $3 p.png $4" -e "draw $3 p.svg $4" >/dev/null
    awk -v name="$1" -v wide="$(number p.png 16)" -v high="$(number p.png 20)" '
        /<svg/ && match($0, /width="[0-9]+/) { points = substr($0, RSTART + 7, RLENGTH - 7) }
        match($0, /font-size="[0-9.]+/) {
            size = substr($0, RSTART + 11, RLENGTH - 11) + 0
            if (least == 0 || size < least) least = size
        }
        END {
            pixels = least * wide / points # the width in points is a whole number: up to 0.5 off
            most = least * wide / (points - 0.5)
            if (wide <= 1920 && high <= 1080 && most >= 14) print name " fits"
            else printf "%s: %d x %d, the smallest text %.1f pixels\n", name, wide, high, pixels
        }' p.svg
    rm -f p.png p.svg
}
fits 'apple tax' 'apple = 100; count = 2; tax = 1.1; total = apple*count*tax;' total
fits 'apple and orange' 'apple = 100; n = 2; orange = 150; m = 3; tax = 1.1;
    total = (apple*n + orange*m)*tax;' total
w52='x1 = 1.7; x2 = 3.5; w11 = 0.1; w12 = 1.1; w21 = 0.5; w22 = 0.0; w31 = 0.3; w32 = 0.4;
    w41 = 2.1; w42 = -0.1; w51 = -0.2; w52 = 1.3; φ(a) = 1/a;
    F(v1, v2, v3, v4, v5) = v1*v2 + v3/v4 - v5; u1 = w11*x1 + w12*x2; u2 = w21*x1 + w22*x2;
    u3 = w31*x1 + w32*x2; u4 = w41*x1 + w42*x2; u5 = w51*x1 + w52*x2; v1 = φ(u1); v2 = φ(u2);
    v3 = φ(u3); v4 = φ(u4); v5 = φ(u5); f = F(v1, v2, v3, v4, v5); y = sigmoid(f);
    L = (y - 2)^2;'
for clause in '' forward 'path w52' layers; do fits "w52 $clause" "$w52" L "$clause"; done
two='x1 = 1; x2 = 0.5; t1 = 0; t2 = 1; wy1_1 = 0.1; wy1_2 = 0.2; wy2_1 = 0.3; wy2_2 = 0.4;
    wz1_1 = 0.5; wz1_2 = 0.6; wz2_1 = 0.7; wz2_2 = 0.8; φ(a) = sigmoid(a);
    y1 = wy1_1*x1 + wy1_2*x2; y2 = wy2_1*x1 + wy2_2*x2; phi_y1 = φ(y1); phi_y2 = φ(y2);
    z1 = wz1_1*phi_y1 + wz1_2*phi_y2; z2 = wz2_1*phi_y1 + wz2_2*phi_y2; phi_z1 = φ(z1);
    phi_z2 = φ(z2); L = (phi_z1 - t1)^2 + (phi_z2 - t2)^2;'
fits 'two layers' "$two" L
fits 'two layers, layers' "$two" L layers
vectors='x = [1, 0.5]; t = 1; W1 = [0.1, 0.3; -0.2, 0.4]; b1 = [0.1, -0.1]; w2 = [0.5, -0.6];
    b2 = 0.2; h = sigmoid(x @ W1 + b1); y = sigmoid(h @ w2 + b2); L = (y - t)^2;'
fits '2-2-1, vectors' "$vectors" L
fits '2-2-1, layers' "$vectors" L layers
fits '2-2-1, unit by unit' 'x1 = 1; x2 = 0.5; t = 1; b1 = 0.1; b2 = -0.1; b3 = 0.2; w11 = 0.1;
    w12 = 0.3; w21 = -0.2; w22 = 0.4; v1 = 0.5; v2 = -0.6; h1 = sigmoid(x1*w11 + x2*w21 + b1);
    h2 = sigmoid(x1*w12 + x2*w22 + b2); y = sigmoid(h1*v1 + h2*v2 + b3); L = (y - t)^2;' L
fits 'XOR by gates' 'nand(a, b) = step(0.7 - 0.5*a - 0.5*b); or(a, b) = step(0.5*a + 0.5*b - 0.2);
    and(a, b) = step(0.5*a + 0.5*b - 0.7); x1 = 1; x2 = 0; y = and(nand(x1, x2), or(x1, x2));' y
fits 'softmax with loss' 'a = [0.3, 2.9, 4.0]; t = [0, 0, 1]; y = softmax(a);
    L = cross_entropy(y, t);' L
for f in tanh sigmoid; do
    fits "four steps of $f" "w = 0.5; u = 0.3; b = 0.1; x = [1, 2, 0.5, -1]; h[0] = 0; t = 1;
        for i in 1..4 { h[i] = $f(w*h[i-1] + u*x[i] + b)}; L = (h[4] - t)^2;" L
    fits "four steps of $f, one weight" "w = 0.5; h[0] = 1;
        for i in 1..4 { h[i] = $f(w*h[i-1])}; L = (h[4] - 1)^2;" L
done
echo '# so many pixels across as were asked for; an inch has as many as were asked for'
for width in 300 1919; do
    $NABLA -e "$two" -e "draw L p.png width $width" >/dev/null
    echo "$width: $(number p.png 16)"
done
for dpi in 72 288; do # pixels by points, of which an inch has 72
    $NABLA -e "$two" -e "draw L p$dpi.png dpi $dpi" >/dev/null
    awk -v a="$(number p$dpi.png 16)" -v b="$(number p72.png 16)" -v dpi="$dpi" \
        'BEGIN { off = a - b*dpi/72; print dpi ": " (off < 4 && off > -4 ? "so it is" : off) }'
done
