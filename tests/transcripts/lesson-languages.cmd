# A lesson is listed in the language of the locale where it is there in that, once, and else in English.
mkdir lessons
printf '1. [b](b.md)\n2. [a](a.md)\n' >lessons/README.md
printf '# 강의\n' >lessons/README.ko.md
printf '# Apples\n' >lessons/a.md
printf '# 사과\n' >lessons/a.ko.md
printf '# Pears\n' >lessons/b.md
printf '# 배\n' >lessons/only.ko.md
printf '# Other\n' >lessons/a.old.md
list() {
    echo "# $*"
    env LC_ALL= LC_MESSAGES= LANG= "$@" $NABLA -e lesson | sed 's/ *(.*)//' | grep -v ' lesson '
}
list LANG=C.UTF-8
list LANG=ko_KR.UTF-8
list LC_MESSAGES=ko LANG=de_DE
list LC_ALL=en_GB.UTF-8 LANG=ko_KR.UTF-8
list LC_ALL=KO
list
