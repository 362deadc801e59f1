# Every kind of picture as TikZ compiles as it is, on one page that holds it, with letters that the
# fonts have. LaTeX and its packages are not what `make test` installs.
printf '%s\n' 'φ(a) = 1/a; f(a) = φ(a)*a + sigmoid(a)' 'x = 2; w = 0.5;' \
    'label x "50% & {more} #1 \\ _^~ $x$ <|> α₁ ½ for each of the apples"' \
    'y = f(w*x) + x*x*2^10 + e^-2*x/(1/3);' 'draw y open.tex open' 'draw y values.tex forward' \
    'draw y record.tex style record dark down' 'draw y path.tex path x' 'draw y dark.tex dark' \
    'draw y plain.tex style plain nolocal' 'L = softmax([x, y, 1])[2] + 0*pi;' 'draw L vector.tex' \
    'draw L down.tex down near 3' 'E = relu(-x)*abs(x)*max(x, w)*where(x > 1, x, w)*1/0;' \
    'draw E operators.tex' 'h[0] = 1' 'for i in 1..9 { h[i] = tanh(w*h[i-1]) }' \
    'draw h[9] recurrence.tex whole' >latin.nabla
printf '%s\n' '활성(가) = 가*가 + 1/가' '사과 = 100; 개수 = 2;' 'label 사과 "사과 한 개의 가격, 세금 10% 없이"' \
    '합계 = 활성(사과)*개수;' 'draw 합계 names.tex' 'draw 합계 called.tex open down' 'z = 3;' \
    'label z "漢字 🍎"' 'draw z*z label.tex' >korean.nabla
sed -i 's/draw z\*z/k = z*z; draw k/' korean.nabla
for script in latin korean; do $NABLA $script.nabla 2>&1 | grep -e error -e wrote; done
# Formulas of numbers and texts that mean something to LaTeX.
grep -ohE '\{(\$[^$]*(frac|\^)[^$]*\$|\\shortstack.*)\}\};' plain.tex label.tex called.tex | sort -u
# The packages: kotex only where a letter needs it, also one in the name of an opened call.
grep -l kotex *.tex
compile() {
    kpsewhich "$1" >/dev/null 2>&1 && command -v pdflatex >/dev/null || {
        echo "pictures are not compiled by LaTeX: no $1" >>"${SKIPPED:-/dev/null}"
        return
    }
    shift
    for picture; do
        HOME=$PWD pdflatex -interaction=nonstopmode -halt-on-error $picture >$picture.log 2>&1 ||
            grep -A 3 '^!' $picture.log
        grep -e Overfull -e 'Missing character' ${picture%.tex}.log | sed "s/^/$picture: /"
        grep -q '(1 page' ${picture%.tex}.log || echo "$picture: not one page"
    done
}
compile tikz.sty $(grep -L kotex *.tex)
compile kotex.sty $(grep -l kotex *.tex)
