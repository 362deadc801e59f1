# What dot says on standard error, in plain words: by a program called dot that says it.
mkdir bin
printf '#!/bin/sh\ncat >/dev/null; cat "%s/says" >&2\n' "$PWD" >bin/dot
cat >>bin/dot <<'DOT'
[ -e "${0%/bin/dot}/fails" ] && exit 1
case $1 in
-Tpng) printf '\211PNG\r\n%027d....IEND....' 0 ;;
-Tpdf) printf '%%PDF-1.4\n%0100d\n%%%%EOF\n' 0 ;;
esac
DOT
chmod +x bin/dot
draw() {
    printf '%s\n' "$1" >says
    echo "--- $1" | head -2 | cut -c1-76
    PATH=$PWD/bin:$PATH $NABLA -e "x = 2; y = x^2; draw y ${2:-y.png}" 2>&1 | sed -n '/wrote/,$p'
    rm -f y.png y.pdf y.dot
}
draw 'dot: graph is too large for cairo-renderer bitmaps. Scaling by 0.57 to fit'
draw 'Warning: canvas size (21608,21608) exceeds PDF limit (14400)
	(suggest setting a bounding box size, see dot(1))' y.pdf
draw "Warning: node 'n1', graph 'nabla' size too small for label
Warning: cell size too small for content
in label of node n1"
draw 'Fontconfig error: Cannot load default config file: No such file: (null)'
draw "
(process:7): Pango-WARNING **: couldn't load font \"NanumGothic 11\", expect ugly output."
draw 'Warning: lost n1 n2 edge'
draw 'trouble in init_rank
	n1 2
	n2 1'
draw 'Warning: some nodes with margin (3.20,3.20) touch - falling back to straight line edges
Warning: in checkpath, boxes 3 and 4 don'"'"'t touch
Error in this line is none'
draw 'Warning: UTF8 codes > 4 bytes are not currently supported (graph nabla) - treated as Latin-1.'
draw 'Warning: Arrow type "foo" unknown - ignoring
Warning: using box for unknown shape foo
Warning: foo is not a known color.'
draw 'Warning: this is a thing nobody knew'
draw "$(printf 'Warning: bell \a and a long line %0200d\nanother\nand another' 0)"
echo "=== failures"
touch fails
draw 'dot: failure to create cairo surface: out of memory'
draw 'Format: "png" not recognized. Use one of: canon cmap cmapx cmapx_np dot dot_json eps fig gd gd2'
draw 'Error: <stdin>: syntax error in line 1 near ->'
draw 'There is no layout engine support for "dot"
Perhaps "dot -c" needs to be run (with installer'"'"'s privileges) to register the plugins?'
draw 'Error: something new'
