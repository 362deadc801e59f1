#!/bin/sh
# What the Makefile promises, without building anything: what the caller says is added to what a
# file needs, packages are installed where something is missing and only what the target needs, and
# the number of jobs is the caller's.
set -u
cd "$(dirname "$0")/.." || exit 1
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES CFLAGS CPPFLAGS LDFLAGS VARIANT FOR V
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
: >"$scratch/wrong"

# has TEXT WORD...: each word stands in the text; lacks: none does.
has() {
    text=$1 && shift
    for word; do
        case $text in *"$word"*) ;; *) echo "$what: $word is missing" >>"$scratch/wrong" ;; esac
    done
}
lacks() {
    text=$1 && shift
    for word; do
        case $text in *"$word"*) echo "$what: $word should not be there" >>"$scratch/wrong" ;; esac
    done
}

# ---- flags ----

for variant in release strict coverage clang asan; do
    what="flags of $variant"
    case $variant in release | strict) fast=-O3 ;; asan) fast=-Og ;; *) fast=-O0 ;; esac
    step=build/$variant/src/train/optimizer_step.o
    line=$(make -Bn V=1 VARIANT=$variant CPPFLAGS=-DFIRST CFLAGS=-DSECOND $step | grep -e ' -c ')
    has "$line" " -DFIRST -DSECOND $fast " ' -fno-math-errno ' ' -ffp-contract=off ' ' -Isrc '
    has "$line" -Werror=implicit-function-declaration -Werror=float-conversion
done
for variant in release strict; do
    what="hardening of $variant"
    object=build/$variant/src/base/buffer.o
    line=$(make -Bn V=1 VARIANT=$variant $object | grep -e ' -c ')
    has "$line" ' -fstack-protector-strong ' ' -fPIE ' ' -D_FORTIFY_SOURCE=2 '
    line=$(make -Bn V=1 VARIANT=$variant CPPFLAGS=-D_FORTIFY_SOURCE=3 $object | grep -e ' -c ')
    has "$line" ' -D_FORTIFY_SOURCE=3 '
    lacks "$line" _FORTIFY_SOURCE=2
    lacks "$(make -Bn V=1 VARIANT=$variant CFLAGS=-O0 $object | grep -e ' -c ')" _FORTIFY_SOURCE
    has "$(make -Bn V=1 VARIANT=$variant program | tail -n 2)" ' -pie ' ' -Wl,-z,relro,-z,now '
done
what=link
has "$(make -Bn LDFLAGS=-Lnowhere program | tail -n 2)" ' -Lnowhere ' ' -lreadline '

what='fuzzing without sanitizers'
text=$(make -n fuzz FUZZ=volume)
has "$text" ' VARIANT=volume ' 'run.sh build/volume '
line=$(make -Bn V=1 VARIANT=volume build/volume/src/base/buffer.o | grep -e ' -c ')
has "$line" 'clang ' ' -fsanitize-coverage='
lacks "$line" -fsanitize=

# ---- packages: none is there, and installing them fails ----

mkdir "$scratch/bin"
printf '#!/bin/sh\nexit 1\n' >"$scratch/bin/dpkg-query"
printf '#!/bin/sh\necho 0\n' >"$scratch/bin/id"
printf '#!/bin/sh\necho "$@"; [ "$1" = update ]\n' >"$scratch/bin/apt-get"
chmod +x "$scratch/bin"/*
asked() {
    PATH=$scratch/bin:$PATH make "$1" 2>&1
}
text=$(asked run)
what='packages of run'
has "$text" libreadline-dev graphviz
lacks "$text" clang valgrind libcmocka-dev '  cc ' '  link '
text=$(asked test)
what='packages of test'
has "$text" libreadline-dev graphviz libcmocka-dev
lacks "$text" clang valgrind '  cc '
text=$(asked pictures)
what='packages of pictures'
has "$text" graphviz gnuplot-nox
lacks "$text" clang libcmocka-dev '  cc '
text=$(asked lint)
what='packages of lint'
has "$text" clang-tidy cppcheck libcmocka-dev
lacks "$text" graphviz '  cc '
text=$(asked fuzz)
what='packages of fuzz'
has "$text" clang libclang-rt-14-dev libreadline-dev
lacks "$text" graphviz libcmocka-dev '  cc '
text=$(asked deps)
what='packages of deps'
has "$text" gcc clang-tidy valgrind libcmocka-dev graphviz
what='packages of one file'
lacks "$(PATH=$scratch/bin:$PATH make -Bn build/release/src/base/buffer.o)" apt-get deps
printf '#!/bin/sh\necho installed\n' >"$scratch/bin/dpkg-query"
what='packages that are there'
lacks "$(asked deps)" install

what='pictures'
has "$(make -n pictures)" 'cd lessons/pictures' 'build/nabla --lang $language "$script"'
has "$(make -n install)" 'lessons/pictures/*.png'

# ---- the first lesson ----

first() {
    env "$@" make -n run | grep -A 1 apple-tax | sed 's|build/nabla|echo|' | env "$@" sh
}
what='the first lesson in Korean'
has "$(first LC_ALL=ko_KR.UTF-8 LANG=C)" lessons/apple-tax.ko.md
has "$(first LC_ALL= LC_MESSAGES= LANG=ko)" lessons/apple-tax.ko.md
what='the first lesson in English'
has "$(first LC_ALL=C.UTF-8 LANG=ko_KR.UTF-8)" lessons/apple-tax.md
has "$(first LC_ALL= LC_MESSAGES=fr_FR LANG=ko)" lessons/apple-tax.md
has "$(first LC_ALL= LC_MESSAGES= LANG=)" lessons/apple-tax.md

# ---- jobs ----

what='jobs that nobody asked for'
has "$(make -n all | grep -e program)" " -j$(nproc) "
for jobs in -j1 -j3 -kj3 -j; do
    what="jobs of $jobs"
    lacks "$(make -n $jobs all | grep -e ' program$')" ' -j'
done

cat "$scratch/wrong"
[ ! -s "$scratch/wrong" ]
