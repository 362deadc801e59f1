# nabla. `make run` and `make test` do everything on a fresh machine; `make help` lists the rest.

# Debian's packages, by what they are for.
PACKAGES_build    := gcc make gettext libreadline-dev libutf8proc-dev libmd4c-dev libjansson-dev
PACKAGES_pictures := graphviz gnuplot-nox fonts-nanum fontconfig
PACKAGES_tests    := locales libcmocka-dev
PACKAGES_lint     := clang clang-tidy cppcheck
PACKAGES_fuzz     := clang libclang-rt-14-dev
PACKAGES_valgrind := valgrind
PREFIX  ?= /usr/local
# One folder a variant; the release program is at build/nabla.
VARIANT ?= release
OUT     := build/$(VARIANT)
MAIN    := $(if $(filter release,$(VARIANT)),build/nabla,$(OUT)/nabla)

CC      := $(if $(filter default,$(origin CC)),gcc,$(CC))
CC_clang      := clang
CC_fuzz       := clang
CC_volume     := clang
FLAGS_release := -O2
FLAGS_strict  := -O2 -Werror
FLAGS_clang   := -O0 -Werror
FLAGS_coverage := -O0 --coverage
FLAGS_asan    := -O1 -g1 -fsanitize=address,undefined -fno-sanitize-recover=undefined
# What libFuzzer is told: without what is compared, which the mutator needs not.
TRACED        := -fsanitize-coverage=inline-8bit-counters,pc-table
FLAGS_fuzz    := $(FLAGS_asan) $(TRACED)
FLAGS_volume  := -O2 -g $(TRACED)
# What makes a fault of ours harder to use, in what is installed and in what is tested.
HARDENED := release strict
GUARD    := -fstack-protector-strong -fPIE
GUARD_LD := -pie -Wl,-z,relro,-z,now -Wl,-z,noexecstack
# _FORTIFY_SOURCE needs an optimizer; a caller's own level stands.
FORTIFY   = $(if $(findstring _FORTIFY_SOURCE,$(CPPFLAGS) $(CFLAGS))$(filter -O0,$(CFLAGS)),,\
              -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wvla -Wstrict-prototypes
# In a formula of a table, C must not guess a function or make whole numbers of its operands.
WARNINGS += -Werror=implicit-function-declaration -Werror=float-conversion
# CPPFLAGS, CFLAGS and LDFLAGS are the caller's; FLAGS is what a file needs whatever these say.
FLAGS    :=
FAST      = $(or $(FAST_$(VARIANT)),-O3)
FAST_coverage := -O0
FAST_clang    := -O0
FAST_asan     := -Og
FAST_fuzz     := -O1
FAST_volume   := -O1
COMPILE   = $(or $(CC_$(VARIANT)),$(CC)) -std=c17 $(WARNINGS) $(FLAGS_$(VARIANT)) \
            $(if $(filter $(VARIANT),$(HARDENED)),$(GUARD) $(FORTIFY)) \
            $(CPPFLAGS) $(CFLAGS) $(FLAGS) -ffp-contract=off -Isrc -MMD -MP
LINK      = $(COMPILE) $(if $(filter $(VARIANT),$(HARDENED)),$(GUARD_LD)) -o $@ $^ $(LDFLAGS)
LIBS     := -lutf8proc -lmd4c -ljansson -lm

LIBRARY  := $(filter-out src/front/%,$(wildcard src/*/*.c))
PROGRAM  := $(wildcard src/front/*.c src/front/*/*.c)
UNITS    := $(patsubst tests/unit/%.c,$(OUT)/unit/%,$(wildcard tests/unit/test_*.c))
FUZZERS  := $(patsubst tests/fuzz/fuzz_%.c,$(OUT)/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
objects   = $(patsubst %.c,$(OUT)/%.o,$(1))
# A language that nabla speaks besides English is a file src/words/LANGUAGE.po.
WORDS    := $(sort $(patsubst src/words/%.po,%,$(wildcard src/words/*.po)))
TERMINAL := $(call objects,$(wildcard tests/terminal/*.c))
# No call is made to fail where a sanitizer replaces allocations or counts are written at the exit.
FAULTS   := $(addprefix $(OUT)/,faults/driver faults/inject.so moments)
FAULTS   := $(if $(filter asan coverage,$(VARIANT)),,$(FAULTS))
PARTS    := $(filter-out %/main.o,$(call objects,$(PROGRAM))) $(OUT)/libnabla.a

# As many jobs as there are processors, unless the caller has said how many.
BUILD     = $(MAKE) --no-print-directory $(if $(filter -j%,$(MAKEFLAGS)),,-j$(shell nproc))
NEED      = @$(MAKE) --no-print-directory deps FOR=
# make V=1 shows the commands
Q := $(if $(V),,@)
.PHONY: all run test faults bench coverage lint asan valgrind fuzz deps install uninstall clean
.PHONY: help pictures program units fuzzers figures words
.DELETE_ON_ERROR:
.SECONDARY:

all: ## build build/nabla
	@$(BUILD) program
program: $(MAIN)
units: $(UNITS) $(OUT)/terminal $(OUT)/words/unsaid $(FAULTS) $(FUZZERS)
fuzzers: $(FUZZERS)

run: ## open the first lesson, in your language if it is there
	$(NEED)"build pictures"
	@$(BUILD) program
	@locale=$${LC_ALL:-$${LC_MESSAGES:-$$LANG}}; lesson=lessons/apple-tax.$${locale%%[_.@]*}.md; \
	[ -f "$$lesson" ] || lesson=lessons/apple-tax.md; build/nabla "$$lesson"

test: ## build with warnings as errors and run every test
	$(NEED)"build pictures tests"
	@$(BUILD) VARIANT=strict program units
	@tests/run.sh build/strict

faults: ## every call of the system that can fail, failing in turn
	$(NEED)"build pictures tests"
	@$(BUILD) VARIANT=strict program units
	@tests/run.sh --faults build/strict

asan: ## the same tests with the address and undefined-behaviour sanitizers
	$(NEED)"build pictures tests"
	@$(BUILD) VARIANT=asan program units
	@tests/run.sh build/asan

valgrind: ## the transcripts and lessons under valgrind
	$(NEED)"build pictures tests valgrind"
	@$(BUILD) program
	@tests/run.sh --valgrind build/release

coverage: ## the lines and branches of the library that the tests reach
	$(NEED)"build pictures tests"
	@$(BUILD) VARIANT=coverage program units
	@find build/coverage -name '*.gcda' -delete
	@tests/run.sh build/coverage; passed=$$?; tests/coverage.sh build/coverage && exit $$passed

# QUICK=1: without the analyzers, which take longest.
lint: ## clang's warnings, what four tools find, and the rules of the house
	$(NEED)"build tests lint"
	@$(BUILD) VARIANT=strict program
	@tests/structure.sh build/strict/src
	@printf '%s\n' $(LIBRARY) $(PROGRAM) $(wildcard tests/*/*.c) | xargs -P $$(nproc) -n 8 \
	    clang -std=c17 $(WARNINGS) -Werror -fsyntax-only -fopenmp-simd -Isrc -Itests/words -Itests/terminal
	@[ -n "$(QUICK)" ] || tests/analyze.sh
	@printf '%s\n' $(LIBRARY) $(PROGRAM) | xargs -P $$(nproc) -n 4 sh -c \
	    'clang-tidy --quiet $(if $(QUICK),--checks=-clang-analyzer-*) "$$@" -- -std=c17 -Isrc \
	        2>/dev/null' tidy

# FUZZ=volume: without the sanitizers, some times as many inputs.
FUZZ    ?= fuzz
SECONDS ?= 60
fuzz: ## look for inputs that break something, SECONDS=60 a target
	$(NEED)"build fuzz"
	@$(BUILD) VARIANT=$(FUZZ) fuzzers
	@tests/fuzz/run.sh build/$(FUZZ) $(SECONDS) $(TARGETS)

pictures: ## draw the pictures anew that README and the lessons show
	$(NEED)"build pictures"
	@$(BUILD) program
	@cd lessons/pictures && for script in *.nabla; do \
	    language=$${script%.nabla}; language=$${language#*.}; \
	    case $$language in ??) ;; *) language=en ;; esac; \
	    ../../build/nabla --lang $$language "$$script" >/dev/null || exit 1; done

words: ## bring the translations in src/words up to date with what the program says
	$(NEED)build
	@$(BUILD) $(OUT)/words/template
	@$(OUT)/words/template >$(OUT)/words/template.pot
	@for po in src/words/*.po; do echo "  $$po"; \
	    msgmerge -q --update --backup=none --no-fuzzy-matching --width=100 $$po \
	        $(OUT)/words/template.pot && \
	    msgattrib --no-obsolete --width=100 -o $$po $$po && msgfmt --statistics -o /dev/null $$po || \
	    exit 1; done

bench: ## speed, against hand-written C in the same run
	$(NEED)build
	@$(BUILD) program $(OUT)/bench
	$(OUT)/bench build/nabla

figures: ## write down anew how many instructions the passes take
	$(NEED)"build valgrind"
	@$(BUILD) VARIANT=strict program
	@tests/instructions.sh --record build/strict/src

# What the tests run tells them which of its words it says; what is installed does not.
SAID     := $(if $(filter release,$(VARIANT)),,$(OUT)/tests/words/said.o)
$(if $(SAID),$(MAIN)): private FLAGS += $(call wrap,nb_words_find)
$(MAIN): $(call objects,$(PROGRAM)) $(SAID) $(OUT)/libnabla.a
	@echo "  link $@"
	$(Q)$(LINK) -lreadline $(LIBS)

$(OUT)/libnabla.a: $(call objects,$(LIBRARY)) $(OUT)/words/languages.o
	@rm -f $@
	$(Q)$(AR) rcs $@ $^

# The catalogues as bytes of the program, and the list of them.
$(OUT)/words/%.mo: src/words/%.po Makefile
	@mkdir -p $(@D)
	$(Q)msgfmt --check --no-hash --endianness=little -o $@ $<
$(OUT)/words/languages.c: $(WORDS:%=$(OUT)/words/%.mo)
	$(Q){ printf '/* Made by the Makefile. */\n#include "words/words.h"\n'; \
	    for word in $(WORDS); do \
	        printf 'static const unsigned char %s[] = {\n' $$word; \
	        od -An -v -tu1 $(OUT)/words/$$word.mo | sed 's/ *\([0-9][0-9]*\)/\1,/g'; echo '};'; done; \
	    echo 'const nb_words nb_words_all[] = {'; \
	    for word in $(WORDS); do echo "{\"$$word\", $$word, sizeof $$word},"; done; \
	    printf '{0}};\nconst char *const nb_words_languages[] = {"auto", "en", '; \
	    printf '"%s", ' $(WORDS); printf '0};\nconst char nb_words_choice[] = "en'; \
	    printf '|%s' $(WORDS); echo '";'; } >$@
$(OUT)/words/languages.o: $(OUT)/words/languages.c
	$(Q)$(COMPILE) -c -o $@ $<
$(OUT)/words/template $(OUT)/words/unsaid: $(OUT)/words/%: $(OUT)/tests/words/%.o \
                                             $(OUT)/tests/words/texts.o $(OUT)/libnabla.a
	$(Q)$(LINK) $(LIBS)

$(OUT)/unit/%: $(OUT)/tests/unit/%.o $(OUT)/tests/unit/support.o $(OUT)/tests/words/said.o $(PARTS)
	@mkdir -p $(@D)
	$(Q)$(LINK) $(call wrap,nb_words_find) -lcmocka -lreadline $(LIBS)
REFUSED  := nb_arena_add nb_arena_reserve nb_arena_text nb_graph_add nb_graph_add_number
$(addprefix $(OUT)/unit/test_,image picture pixels plot_files): $(OUT)/tests/unit/programs.o
$(OUT)/unit/test_pixels: $(OUT)/tests/unit/png.o
$(OUT)/unit/test_words: $(OUT)/tests/words/texts.o
$(OUT)/tests/unit/test_words.o: FLAGS := -Itests/words
$(OUT)/unit/test_interrupt: private FLAGS = $(call wrap,nb_poll)
$(OUT)/unit/test_journal: private FLAGS = $(call wrap,nb_system_memory)
$(OUT)/unit/test_refused: private FLAGS = $(call wrap,$(REFUSED))

FUZZED  := $(filter fuzz volume,$(VARIANT))
# A fuzz target counts and keeps away from the outside by wrapped functions: see tests/fuzz/.
wrap     = $(addprefix -Xlinker --wrap=,$(1))
WRAPPED := nb_poll
$(OUT)/fuzz/lesson: WRAPPED += nb_lesson_session nb_show_carry_out nb_file_write
$(OUT)/fuzz/lesson: WRAPPED += mkdtemp chdir fchdir nftw
FUZZING := $(filter-out tests/fuzz/fuzz_%,$(wildcard tests/fuzz/*.c))
FUZZING := $(filter-out tests/fuzz/$(if $(FUZZED),replay.c,mutate.c),$(FUZZING))
$(OUT)/fuzz/%: $(OUT)/tests/fuzz/fuzz_%.o $(call objects,$(FUZZING)) $(PARTS)
	@mkdir -p $(@D)
	$(Q)$(COMPILE) $(if $(FUZZED),-fsanitize=fuzzer) -o $@ $^ \
	    $(call wrap,$(WRAPPED)) $(LDFLAGS) -lreadline $(LIBS)

$(OUT)/terminal: $(TERMINAL)
	$(Q)$(LINK)

# Signals at moments of every long command, over the terminal of the sessions.
$(OUT)/moments: $(OUT)/tests/faults/moments.o $(filter-out %/driver.o %/cases.o,$(TERMINAL))
	$(Q)$(LINK)
$(OUT)/tests/faults/moments.o $(OUT)/tests/faults/driver.o: FLAGS := -Itests/terminal

$(OUT)/faults/driver: $(addprefix $(OUT)/tests/,faults/driver.o faults/run.o faults/tree.o \
                                    terminal/environment.o)
	@mkdir -p $(@D)
	$(Q)$(LINK)

# Put before the program's own libraries by the driver.
$(OUT)/faults/inject.so: $(OUT)/tests/faults/inject.o
	@mkdir -p $(@D)
	$(Q)$(COMPILE) -shared -o $@ $^ $(LDFLAGS)
$(OUT)/tests/faults/inject.o: FLAGS := -fPIC

$(OUT)/bench: $(call objects,$(wildcard tests/bench/*.c)) $(filter-out %/driver.o,$(TERMINAL)) \
              $(OUT)/libnabla.a
	$(Q)$(LINK) $(LIBS)
$(OUT)/tests/bench/hand.o $(OUT)/tests/bench/layers.o: FLAGS := -O3 -march=native
# Loops over weights, twice as fast in vectors. Nobody asks for errno.
$(OUT)/src/train/optimizer_step.o: FLAGS := $(FAST) -fno-math-errno

# One loop over lanes an operator: vectors, and choices without branches.
LANES    := src/engine/lanes_pass.o src/calculus/probe_lanes.o
$(addprefix $(OUT)/,$(LANES)): FLAGS := $(FAST) -fno-math-errno -fno-trapping-math -fopenmp-simd
$(addprefix $(OUT)/,$(LANES)): FLAGS += -Wno-pass-failed # a loop that clang leaves as it is
# With a check of each addition such loops take clang more than ten minutes.
$(addprefix build/asan/,$(LANES)): FLAGS += -fno-sanitize=undefined
$(addprefix build/fuzz/,$(LANES)): FLAGS += -fno-sanitize=undefined $(TRACED:-f%=-fno-%)
$(addprefix build/volume/,$(LANES)): FLAGS += $(TRACED:-f%=-fno-%)

$(OUT)/%.o: %.c Makefile
	@mkdir -p $(@D)
	@echo "  cc $<"
	$(Q)$(COMPILE) -c -o $@ $<

# As root or with sudo; otherwise it says the line to run.
FOR ?= build pictures tests lint valgrind fuzz
deps: ## install the packages that are missing
	@command -v dpkg-query >/dev/null || exit 0; \
	missing=; for p in $(foreach group,$(FOR),$(PACKAGES_$(group))); do \
	    case "$$(dpkg-query -W -f='$${db:Status-Status}' $$p 2>/dev/null)" in \
	        installed) ;; *) missing="$$missing $$p";; esac; done; \
	[ -z "$$missing" ] && exit 0; \
	line="apt-get install -y --no-install-recommends$$missing"; \
	if [ "$$(id -u)" = 0 ]; then apt-get update -q && DEBIAN_FRONTEND=noninteractive $$line; \
	elif command -v sudo >/dev/null; then sudo apt-get update -q && sudo $$line; \
	else echo "packages are missing; as root, run: $$line" >&2; exit 1; fi

install: all ## copy the program and the lessons below PREFIX
	install -D -m 755 build/nabla $(DESTDIR)$(PREFIX)/bin/nabla
	install -d $(DESTDIR)$(PREFIX)/share/nabla/lessons/pictures
	install -m 644 lessons/*.md $(DESTDIR)$(PREFIX)/share/nabla/lessons
	install -m 644 lessons/pictures/*.png $(DESTDIR)$(PREFIX)/share/nabla/lessons/pictures

uninstall: ## remove what install copied
	rm -f $(DESTDIR)$(PREFIX)/bin/nabla
	rm -rf $(DESTDIR)$(PREFIX)/share/nabla

clean: ## remove everything that was built
	rm -rf build

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 12

-include $(shell find $(OUT) -name '*.d' 2>/dev/null)
