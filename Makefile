# Clausebook: what to type.  `make help` lists it.
#
# Every target sets up .venv by itself, and again when the pins change.

PYTHON     ?= python3
VENV       := .venv
BIN        := $(VENV)/bin
BUILD      ?= build
# -n: every link must lead somewhere; -W: warnings are errors.
SPHINXOPTS ?= -n -W --keep-going
PORT       ?= 8000
# Options of clausebook links, such as LINKOPTS=--offline.
LINKOPTS   ?=
# One community's folder name, such as COMMUNITY=pycon; empty for the whole site.
COMMUNITY  ?=
# public, for everybody, or staff, with what only the staff may see.
EDITION    ?= public

ifeq ($(strip $(COMMUNITY)),)
SOURCE := source
PLACE  := html
else
SOURCE := source/communities/$(COMMUNITY)
PLACE  := $(COMMUNITY)
endif
# The editions never share a folder.
ifneq ($(strip $(EDITION)),public)
PLACE  := staff/$(PLACE)
endif
OUT    := $(BUILD)/$(PLACE)
# Outside of what is published: it holds the texts of all pages.
DOCTREES := $(BUILD)/.doctrees/$(PLACE)
SPHINX_EDITION := -D clausebook_edition=$(strip $(EDITION))

# How many groups of communities are built at the same time, each in a process of its own.
JOBS   ?= 1
# How many groups there are: beyond 300 communities, one for each 150, so that no process needs more memory than it does for 300.
GROUPS ?= $(shell n=$(words $(wildcard source/communities/*/community.toml)); [ $$n -gt 300 ] || n=1; g=$$(( (n + 149) / 150 )); \
                  [ $$g -ge "$(JOBS)" ] 2>/dev/null || g="$(JOBS)"; echo "$$g")
NUMBER := $(strip $(GROUPS))
PARTS  := $(BUILD)/.parts/$(PLACE)/$(NUMBER)
NUMBERS = $(shell seq $(NUMBER))

PINS := pyproject.toml constraints.txt

.PHONY: help new html print chromium check fix linkcheck test serve clean community

help:
	@echo "make html                 build the site of all communities into build/html"
	@echo "make html COMMUNITY=NAME  build one community alone into build/NAME, ready to deploy"
	@echo "make html JOBS=2          build groups of communities at the same time; the site is the same"
	@echo "make html EDITION=staff   build what only the staff may see too, into build/staff/…: not for the public"
	@echo "make new NAME=\"My Event\"   begin the guide of a new event; it asks for what it needs"
	@echo "make print COMMUNITY=NAME make PDFs of a community's guides, a pocket card and a poster, into build/print/NAME"
	@echo "make serve                build, show in the browser, and build again at every change"
	@echo "make check                say what is wrong with clauses, pages and facts"
	@echo "make fix                  mend what can be mended safely"
	@echo "make linkcheck            build, and look whether every link leads somewhere; with COMMUNITY=NAME of one alone"
	@echo "make test                 run all tests of the program"
	@echo "make clean                remove what was built"

new: $(VENV)/.ready
	@$(BIN)/clausebook new $${NAME:+"$$NAME"}

html: community $(VENV)/.ready
ifneq ($(filter 1,$(NUMBER))$(strip $(COMMUNITY)),)
	$(BIN)/sphinx-build $(SPHINXOPTS) -b html $(SPHINX_EDITION) -c . -d $(DOCTREES) $(SOURCE) $(OUT)
else
	@case "$(JOBS)" in ""|*[!0-9]*|0*) echo "JOBS=$(JOBS) is no number of processes, such as JOBS=2" >&2; exit 2;; esac
	@case "$(NUMBER)" in ""|*[!0-9]*|0*) echo "GROUPS=$(NUMBER) is no number of groups, such as GROUPS=4" >&2; exit 2;; esac
	@$(MAKE) --no-print-directory -k -j$(JOBS) $(addprefix part-,$(NUMBERS))
	$(BIN)/clausebook merge $(OUT) $(addprefix $(PARTS)/,$(NUMBERS))
endif
	@echo "Open $(OUT)/index.html"

# One group.
part-%:
	$(BIN)/sphinx-build $(SPHINXOPTS) -q -b html $(SPHINX_EDITION) -D clausebook_shard=$*/$(NUMBER) -c . \
	  -d $(PARTS)/doctrees-$* $(SOURCE) $(PARTS)/$*

# One community's PDFs, of the edition that is built.
ifeq ($(strip $(EDITION)),public)
PRINTS := $(BUILD)/print/$(COMMUNITY)
else
PRINTS := $(BUILD)/print/$(EDITION)/$(COMMUNITY)
endif
print: community $(VENV)/.ready-print chromium
	@[ -n "$$COMMUNITY" ] || { echo "Say whose guides: make print COMMUNITY=NAME, with one of:" $$(ls source/communities) >&2; exit 2; }
	$(BIN)/sphinx-build $(SPHINXOPTS) -q -b html $(SPHINX_EDITION) -c . -d $(DOCTREES) $(SOURCE) $(OUT)
	$(BIN)/clausebook print "$$COMMUNITY" --edition $(strip $(EDITION)) --site $(OUT) --out $(PRINTS)

serve: community $(VENV)/.ready-serve
	$(BIN)/sphinx-autobuild $(SPHINXOPTS) -b html $(SPHINX_EDITION) -c . -d $(DOCTREES) --port $(PORT) \
	  --watch source/clauses --watch _ext --watch _templates $(SOURCE) $(OUT)

check: $(VENV)/.ready
	$(BIN)/clausebook check

fix: $(VENV)/.ready
	$(BIN)/clausebook check --fix

linkcheck: html
	$(BIN)/clausebook links $${COMMUNITY:+"$$COMMUNITY"} --built $(OUT) --cache $(BUILD)/.links.json $(LINKOPTS)

test: $(VENV)/.ready-test chromium
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n auto

# What makes the PDFs and shows the tests their pages: found, or installed where that needs no questions.
chromium:
	@if [ -n "$$CHROMIUM" ] || [ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ]; then exit 0; fi; \
	for name in chromium chromium-browser google-chrome google-chrome-stable; do \
	  if command -v "$$name" >/dev/null; then exit 0; fi; \
	done; \
	if [ -f /etc/debian_version ] && [ "$$(id -u)" = 0 ]; then \
	  echo "Installing Chromium"; \
	  { apt-get update && apt-get install -y --no-install-recommends chromium; } >/dev/null 2>&1 || true; \
	fi

clean:
	rm -rf $(BUILD) .mypy_cache .ruff_cache .pytest_cache .hypothesis

# Refuse a name that is no community's before anything is written.  The name comes to the
# shell as a variable, so that no character in it means anything.
export COMMUNITY EDITION NAME
community:
	@case "$$EDITION" in \
	  public|staff) ;; \
	  *) echo "EDITION=$$EDITION is no edition: write EDITION=public or EDITION=staff" >&2; exit 2;; \
	esac
	@case "$$COMMUNITY" in \
	  "") exit 0;; \
	  html|print|staff|*[!a-z0-9-]*) \
	    echo "COMMUNITY=$$COMMUNITY is no name of a community: it is made of small letters, digits and hyphens, and is not “html”, “print” or “staff”" >&2; \
	    exit 2;; \
	esac; \
	if [ ! -f "source/communities/$$COMMUNITY/community.toml" ]; then \
	  echo "There is no source/communities/$$COMMUNITY/community.toml. Choose one of:" $$(ls source/communities) >&2; exit 2; \
	fi

$(VENV)/.ready: $(PINS)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Clausebook needs Python 3.11 or later; try: make PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) -m venv --clear $(VENV) \
	  || { echo "Python cannot make a virtual environment; on Debian or Ubuntu: sudo apt install python3-venv" >&2; exit 2; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.ready-serve: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[serve]'
	@touch $@

$(VENV)/.ready-print: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[print]'
	@touch $@

$(VENV)/.ready-test: $(VENV)/.ready
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@
