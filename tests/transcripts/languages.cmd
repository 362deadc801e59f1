# The language: --lang, set lang, then LC_ALL, LC_MESSAGES, LANG, whether such a locale is there or
# not. ASCII is English; JSON has English keys, and codes.
unset LC_ALL LC_MESSAGES LANG LANGUAGE
say() {
    "$@" $NABLA -e w52 2>&1 | grep -E 'error|오류'
}
echo '--- the environment'
say env
for word in ko ko_KR ko_KR.UTF-8 ko_KR.utf8 ko@x en_US.UTF-8 C kok_IN de_DE.UTF-8 ''; do
    printf '%s: ' "$word"; say env LANG="$word"
done
say env LC_ALL=ko_KR.UTF-8 LC_MESSAGES=C LANG=C
say env LC_ALL= LC_MESSAGES=ko LANG=C
say env LC_ALL=C.UTF-8 LC_MESSAGES=ko LANG=ko
export LC_ALL=ko_KR.UTF-8
echo '--- options'
$NABLA --lang en -e w52; echo "status $?"
$NABLA --ascii -e w52; echo "status $?"
LC_ALL=C $NABLA --lang=ko -e 'w52'; echo "status $?"
LC_ALL=C $NABLA --lang fr; echo "status $?"
$NABLA --lang fr; echo "status $?"
$NABLA --bogus --lang en; echo "status $?"
$NABLA --help | grep -E -- '--(help|lang|version|eval)'
$NABLA --help --ascii | grep -E -- '--(help|lang|version|eval)'
echo '--- set lang'
$NABLA -e 'set lang' -e 'set lang en' -e 'set lang' -e list -e 'set lang auto' -e 'help quit'
LC_ALL=C $NABLA -e 'set lang ko; help quit' -e 'set ascii on; help quit; set ascii off' -e 'set lang fr'
echo '--- what the system says'
for language in ko_KR.UTF-8 C; do
    LC_ALL=$language $NABLA nothing.nabla .; echo "status $?"
    mkdir -p shut
    LC_ALL=$language $NABLA --allow-write shut -e 'save shut/x/y.nabla'; echo "status $?"
done
echo '--- JSON'
for option in --plain --ascii; do
    $NABLA $option --format json -e 'x = 3; L = x^2; check L' -e 'help quit' -e w52
done
echo '--- lessons are in English, in their own language, or in that of the session'
printf '# A\n\n```nabla\n>>> help quit\n  quit   leaves nabla\n  example:\n    quit\n```\n' >a.md
printf '# A\n\n```nabla\n>>> help quit\n```\n' >b.ko.md
for language in ko C; do
    LC_ALL=$language $NABLA --check a.md; echo "status $?"
done
LC_ALL=C $NABLA --update b.ko.md
LC_ALL=C $NABLA --check b.ko.md; echo "status $?"
LC_ALL=C $NABLA --lang en --check b.ko.md; echo "status $?"
sed -n 4,6p b.ko.md
