# Slides in a browser: keys, slider, touch, both themes, sizes of windows, paper.
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
"${browser:-false}" --version >/dev/null 2>&1 && command -v dot >/dev/null ||
    { echo "there is no chromium or no dot"; exit 77; }
cat >net.nabla <<'END'
x1=1; x2=0; w1=0.3; w2=-0.2; w3=0.5; w4=0.8; b1=0.1; b2=-0.1; v1=0.7; v2=-0.4; c=0.2; t=1;
h1 = sigmoid(x1*w1 + x2*w2 + b1); h2 = sigmoid(x1*w3 + x2*w4 + b2);
y = sigmoid(h1*v1 + h2*v2 + c); L = (y - t)^2;
slides L net.html
END
cat >tall.nabla <<'END'
x1 = 1.7; x2 = 3.5;
w11 = 0.1; w12 = 1.1; w21 = 0.5; w22 = 0; w31 = 0.3; w32 = 0.4; w41 = 2.1; w42 = -0.1;
w51 = -0.2; w52 = 1.3;
φ(a) = 1/a
F(v1, v2, v3, v4, v5) = v1*v2 + v3/v4 - v5
u1 = w11*x1 + w12*x2; u2 = w21*x1 + w22*x2; u3 = w31*x1 + w32*x2; u4 = w41*x1 + w42*x2;
u5 = w51*x1 + w52*x2;
L = (sigmoid(F(φ(u1), φ(u2), φ(u3), φ(u4), φ(u5))) - 2)^2;
slides L tall.html
END
cat >korean.nabla <<'END'
사과 = 100; label 사과 "사과의 <가격> & \"값\""; 개수 = 2; 값 = 사과*개수;
step 값; step; step;
slides 값 korean.html
END
cat >long.nabla <<'END'
h[0] = 0.5; w = 0.8;
for i in 1..70 { h[i] = sigmoid(w*h[i-1] + 0.1*i) };
L = (h[70] - 1)^2;
slides L long.html
END
cat >paper.nabla <<'END'
a = 1; b = 2; c = 3; d = 4; f = 5; g = 6; h = 7;
y = a*b*c*d*f*g*h;
slides y paper.html
END
for name in net tall korean long paper; do $NABLA $name.nabla >/dev/null || echo "no $name"; done
cp "$TESTS/transcripts/slides-browser.html" probe.html
browse() {
    timeout 60 "$browser" --headless --no-sandbox --disable-gpu --user-data-dir="$PWD/profile" \
        --no-first-run --disable-extensions --disable-dev-shm-usage \
        --allow-file-access-from-files "$@" 2>browser.log
}
look() {
    browse --virtual-time-budget=60000 --dump-dom "$@" | sed -n '/<pre id="out">/,/<\/pre>/p' |
        sed 's/.*<pre id="out">//; s/<\/pre>.*//' | sed 's/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g'
}
look "file://$PWD/probe.html"
look --force-dark-mode "file://$PWD/probe.html#dark"
browse --print-to-pdf=paper.pdf "file://$PWD/paper.html" >/dev/null
echo "$(grep -ac '/Type */Page\b' paper.pdf) pages of $(grep -c '<section>' paper.html) steps"
