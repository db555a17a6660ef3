# Packages and builds. Sourced by ../dev, which stands in the root of the tree.

say() { printf 'dev: %s\n' "$*" >&2; }

# The packages of the given sections of .ci/packages, one a line.
packages_of() {
  awk -v wanted=" $* " '
    { sub(/#.*/, "") }
    /^\[/ { section = substr($1, 2, length($1) - 2); next }
    NF && index(wanted, " " section " ") { print $1 }' .ci/packages
}

# Installs what is missing from the given sections. Says what; asks no server when nothing is missing.
need_packages() {
  if ! command -v dpkg-query >/dev/null; then
    say "this is no Debian: make sure yourself that you have what .ci/packages lists"
    return
  fi
  local wanted missing
  mapfile -t wanted < <(packages_of "$@")
  mapfile -t missing < <(
    comm -23 <(printf '%s\n' "${wanted[@]}" | sort -u) \
      <(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null |
        sed -n 's/^installed //p' | sort -u))
  ((${#missing[@]})) || return 0

  local as_root=()
  if ((EUID != 0)); then
    if ! command -v sudo >/dev/null; then
      say "please install as root: apt-get install --no-install-recommends ${missing[*]}"
      exit 1
    fi
    as_root=(sudo)
  fi
  say "installing from Debian: ${missing[*]}"
  # Nothing may ask a question: tzdata would.
  "${as_root[@]}" apt-get -qq update
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -qq -y -o Dpkg::Use-Pty=0 install --no-install-recommends "${missing[@]}"
}

# Configures the preset once (CMake itself notices later changes) and builds the given targets, or all.
build_preset() {
  local preset=$1
  shift
  if [[ ! -f build/$preset/build.ninja ]]; then
    cmake --preset "$preset" --log-level=NOTICE
  fi
  cmake --build "build/$preset" ${1:+--target "$@"}
}

build_programs() { build_preset release gmpscope gmp-worker gmpscope_runtime; }
