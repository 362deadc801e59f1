# Every lesson on a projector, by Enter alone: each page is left, each question answered. Printed is
# what fails.
program=${NABLA##* }
driver=${build:-$(dirname "$program")}/terminal
for lesson in "$TESTS"/../lessons/*.md; do
    name=$(basename "$lesson" .md)
    mkdir "$name" && cp "$lesson" "$name.md"
    {
        echo 'size 60 20'
        echo "copy $name.md"
        echo "start --present $name.md"
        case $name in
            *.ko) echo 'onward 여기서 더 입력해 볼 수 있습니다' ;;
            *) echo 'onward Here you may go on trying' ;;
        esac
        echo 'line ⏎'
        echo 'key Enter'
        echo 'exit 0'
    } >"$name.session"
    (cd "$name" && "$driver" "$program" "$OLDPWD/$name.session") || echo "$name"
done
echo "all of them"
