# Sightline. `make demo` shows it, `make check` proves it; each installs what it lacks.
#   make            builds build/sightline
#   make demo       checks the example review and writes its report
#   make check      the whole suite; SAN=1 under sanitizers
#   make check-documents   proves documents in browsers and other readers; ONLY=html one suite
#   make bless      writes what the golden files should be; CASE=NAME one of them
#   make docs       writes the pages of the frameworks, docs/frameworks, from the library
#   make gallery    makes the pictures of docs/gallery (wants a browser and LibreOffice)
#   make bench      times it on generated models
#   make fuzz       fuzzes the compiler, tables and JSON; SECONDS=60 each
#   make fuzz-engines   compares the engines on N=1000000 random programs; SEED=2 other ones
#   make tidy       levels, sizes, tables against pages
#   make install    PREFIX=/usr/local DESTDIR=
#   make setup      installs the packages it needs (Debian 12)
#   make clean
# Variables: SAN=1 CC=clang WERROR= V=1

.DEFAULT_GOAL := all
CC ?= gcc
ifeq ($(origin CC),default)
CC := gcc
endif
PREFIX ?= /usr/local
WERROR ?= -Werror
SECONDS ?= 60
N ?= 1000000
SEED ?= 2
BUILD := build
ifdef SAN
BUILD := build/san
endif

PACKAGES := gcc make flex bison pkg-config libcmark-dev libunistring-dev libjansson-dev libzip-dev libexpat1-dev libcmocka-dev bc librsvg2-bin python3 libtcc-dev
OBJECTS_OF = $(patsubst %.c,$(BUILD)/%.o,$(1))
GENERATED := $(BUILD)/grammar/parse.c $(BUILD)/grammar/parse.h $(BUILD)/grammar/scan.c $(BUILD)/grammar/scan.h
SOURCES := $(sort $(wildcard src/*.c src/*/*.c))
LIBRARY := $(filter-out src/cli/main.c,$(SOURCES))
OBJECTS := $(call OBJECTS_OF,$(LIBRARY)) $(BUILD)/grammar/parse.o $(BUILD)/grammar/scan.o $(BUILD)/pages.o $(BUILD)/runtime.o
UNITS := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(sort $(wildcard tests/unit/test_*.c)))

CPPFLAGS += -Isrc -I$(BUILD)/grammar -D_GNU_SOURCE -DSTDLIB_INSTALLED='"$(PREFIX)/share/sightline/stdlib"'
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wconversion
OPTIMISE ?= -O2
CFLAGS += -std=c11 $(OPTIMISE) -g $(WARNINGS) $(WERROR) -fstack-protector-strong
LIBS := -lcmark -lunistring -ljansson -lzip -lexpat -pthread
ifdef SAN
CFLAGS += -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
LDFLAGS += -fsanitize=address,undefined
else
CPPFLAGS += -DNDEBUG_MEMORY
endif
Q := $(if $(V),,@)
# Two at a time, unless somebody said how many.
PARALLEL = $(if $(filter -j%,$(MAKEFLAGS)),,-j2)

.PHONY: all setup demo check check-documents suite unit golden properties soundness metamorphic hostile mutations bless docs gallery bench fuzz fuzz-engines tidy install clean
.DELETE_ON_ERROR:
.SUFFIXES:

all: | setup
	$(Q)$(MAKE) --no-print-directory $(PARALLEL) $(BUILD)/sightline

# Does nothing where all is there; otherwise says what it installs.
setup:
	$(Q)sh tests/setup.sh $(PACKAGES)

$(BUILD)/grammar/parse.c $(BUILD)/grammar/parse.h &: grammar/parse.y
	@mkdir -p $(@D)
	$(Q)bison -Wall -Werror -Wcounterexamples --header=$(BUILD)/grammar/parse.h -o $(BUILD)/grammar/parse.c $<

$(BUILD)/grammar/scan.c $(BUILD)/grammar/scan.h &: grammar/scan.l
	@mkdir -p $(@D)
	$(Q)flex -Cfe -o $(BUILD)/grammar/scan.c --header-file=$(BUILD)/grammar/scan.h $<

$(BUILD)/%.o: %.c | $(GENERATED)
	@mkdir -p $(@D)
	$(if $(V),,@echo "  cc $<")
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@

$(BUILD)/grammar/%.o: $(BUILD)/grammar/%.c | $(GENERATED)
	$(if $(V),,@echo "  cc $<")
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@

# The explain pages, as strings in the program.
$(BUILD)/pages.c: $(wildcard src/diag/explain/*.md) tests/pages.sh
	@mkdir -p $(@D)
	$(Q)sh tests/pages.sh src/diag/explain > $@

# What programs that `emit c` writes have in common, likewise.
$(BUILD)/runtime.c: $(wildcard src/emit/runtime/*.c) tests/runtime.sh
	@mkdir -p $(@D)
	$(Q)sh tests/runtime.sh src/emit/runtime > $@

$(BUILD)/pages.o $(BUILD)/runtime.o: $(BUILD)/%.o: $(BUILD)/%.c
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -Wno-overlength-strings -c $< -o $@

$(BUILD)/libsightline.a: $(OBJECTS)
	$(Q)rm -f $@ && ar rcs $@ $(OBJECTS)

$(BUILD)/sightline: $(BUILD)/src/cli/main.o $(BUILD)/libsightline.a
	$(Q)$(CC) $(CFLAGS) $(LDFLAGS) $< $(BUILD)/libsightline.a $(LIBS) -o $@

$(BUILD)/unit/%: tests/unit/%.c $(BUILD)/libsightline.a | $(GENERATED)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP $< $(BUILD)/libsightline.a $(LDFLAGS) $(LIBS) -lcmocka -o $@

# The suite. Each part can be made alone: unit golden properties soundness metamorphic hostile mutations
# tidy.
TEST_FLAGS = $(CPPFLAGS) -Itests $(CFLAGS) -MMD -MP

$(BUILD)/golden: tests/golden.c tests/run.c tests/run.h
	@mkdir -p $(@D)
	$(Q)$(CC) -D_GNU_SOURCE $(CFLAGS) tests/golden.c tests/run.c $(LDFLAGS) -ljansson -lcmocka -o $@

$(BUILD)/properties: tests/properties.c $(BUILD)/libsightline.a | $(GENERATED)
	$(Q)$(CC) $(TEST_FLAGS) $< $(BUILD)/libsightline.a $(LDFLAGS) $(LIBS) -lcmocka -o $@

SMALL_MODELS := $(sort $(wildcard tests/small/*.c))
$(BUILD)/soundness $(BUILD)/metamorphic: $(BUILD)/%: tests/%.c $(SMALL_MODELS) $(wildcard tests/small/*.h) \
    $(BUILD)/libsightline.a | $(GENERATED)
	$(Q)$(CC) $(CPPFLAGS) -Itests $(CFLAGS) $< $(SMALL_MODELS) $(BUILD)/libsightline.a $(LDFLAGS) $(LIBS) -lcmocka -o $@

PROGRAMS := $(sort $(wildcard tests/programs/*.c)) $(SMALL_MODELS)
TCC_LIBS = $(if $(wildcard /usr/include/libtcc.h),-ltcc -ldl)
$(BUILD)/fuzz_engines: tests/fuzz_engines.c $(PROGRAMS) $(wildcard tests/programs/*.h tests/small/*.h) \
    $(BUILD)/libsightline.a | $(GENERATED)
	$(Q)$(CC) $(CPPFLAGS) -Itests $(CFLAGS) $< $(PROGRAMS) $(BUILD)/libsightline.a $(LDFLAGS) $(LIBS) $(TCC_LIBS) -lcmocka -o $@

$(BUILD)/gen_model: tests/gen_model.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $< $(LDFLAGS) -o $@

$(BUILD)/bench_json $(BUILD)/bench_eval: $(BUILD)/%: tests/%.c $(BUILD)/libsightline.a | $(GENERATED)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $< $(BUILD)/libsightline.a $(LDFLAGS) $(LIBS) -o $@

suite: $(BUILD)/sightline $(UNITS) $(BUILD)/golden $(BUILD)/properties $(BUILD)/soundness $(BUILD)/metamorphic $(BUILD)/fuzz_engines $(BUILD)/gen_model

check: | setup
	$(Q)$(MAKE) --no-print-directory $(PARALLEL) suite
	$(Q)sh tests/check.sh $(BUILD)

check-documents: all
	$(Q)$(MAKE) --no-print-directory $(BUILD)/gen_model
	$(Q)sh tests/documents.sh $(BUILD)

unit golden properties soundness metamorphic: all
	$(Q)$(MAKE) --no-print-directory $(PARALLEL) suite
	$(Q)if [ $@ = unit ]; then for unit in $(UNITS); do $$unit || exit 1; done; \
	else SIGHTLINE=$(BUILD)/sightline $(BUILD)/$@; fi

hostile mutations: all
	$(Q)$(MAKE) --no-print-directory $(BUILD)/gen_model
	$(Q)SIGHTLINE=$(BUILD)/sightline BUILD=$(BUILD) sh tests/$@.sh

bless: all
	$(Q)$(MAKE) --no-print-directory $(BUILD)/golden
	$(Q)BLESS=1 SIGHTLINE=$(BUILD)/sightline $(if $(CASE),CASE=$(CASE)) $(BUILD)/golden 2>&1 | grep wrote || echo "nothing to write"

# `core` and `learning_together` are in the manual itself.
docs: all
	$(Q)for page in $(filter-out core learning_together,$(patsubst stdlib/%.sight,%,$(wildcard stdlib/*.sight))); do \
	    $(BUILD)/sightline explain $$page > docs/frameworks/$$page.md || exit 1; done

gallery: all
	$(Q)sh tests/gallery.sh $(BUILD)/sightline

tidy:
	$(Q)sh tests/tidy.sh

bench: all
	$(Q)$(MAKE) --no-print-directory $(BUILD)/gen_model $(BUILD)/bench_json $(BUILD)/bench_eval
	$(Q)$(BUILD)/bench_json
	$(Q)SIGHTLINE=$(BUILD)/sightline sh tests/bench.sh $(BUILD)
	$(Q)sh tests/bench_cases.sh $(BUILD)
	$(Q)sh tests/bench_read.sh $(BUILD)

# Its own build folder, with clang: the library, the generated scanner and the harness, all instrumented.
FUZZING := build/fuzz
fuzz:
	$(Q)sh tests/setup.sh $(PACKAGES) clang libclang-rt-14-dev
	$(Q)$(MAKE) --no-print-directory -j2 BUILD=$(FUZZING) CC=clang OPTIMISE=-O1 \
	    CFLAGS='-std=c11 -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all' \
	    $(FUZZING)/fuzz_check $(FUZZING)/fuzz_table $(FUZZING)/fuzz_json $(FUZZING)/fuzz_template
	$(Q)sh tests/fuzz/run.sh $(FUZZING) $(SECONDS)

fuzz-engines: all
	$(Q)$(MAKE) --no-print-directory $(BUILD)/fuzz_engines
	$(Q)FUZZ_PROGRAMS=$(N) FUZZ_SEED=$(SEED) FUZZ_TALLY=1 BUILD=$(BUILD) $(BUILD)/fuzz_engines

$(BUILD)/fuzz_%: tests/fuzz/fuzz_%.c $(BUILD)/libsightline.a | $(GENERATED)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -fsanitize=fuzzer $< $(BUILD)/libsightline.a $(LIBS) -o $@

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/sightline/stdlib
	install -m 755 $(BUILD)/sightline $(DESTDIR)$(PREFIX)/bin/sightline
	install -m 644 $(sort $(wildcard stdlib/*.sight)) $(DESTDIR)$(PREFIX)/share/sightline/stdlib

demo: all
	$(Q)sh tests/demo.sh $(BUILD)/sightline

clean:
	rm -rf build

-include $(shell find build -name '*.d' 2>/dev/null)
