# shellcheck shell=bash disable=SC2154  # tools and jobs are set by dev
# What ./dev check does beside running the tests under sanitizers.

# The project's own C++, one name a line, relative to the top.
cpp_files() { find hub client proto tests -name node_modules -prune -o \( -name '*.cpp' -o -name '*.hpp' \) -print | sort; }

check_format() {
  step "clang-format"
  cpp_files | xargs -r clang-format-19 --dry-run -Werror || die "run ./dev format"
}

check_shell() {
  step "shellcheck"
  grep -rlE --exclude-dir=node_modules '^#!.*sh$' dev .ci certs tests | xargs shellcheck -x .dev/*.sh
}

# What ships. A source that passed is looked at again when it, any header or the list of checks has changed since.
check_tidy() {
  step "clang-tidy"
  local generated=(proto/wardlink/v1/*.proto)
  build tidy "${generated[@]/%.proto/.pb.h}"
  local passed=build/tidy/passed source newest_header sources=()
  newest_header=$(find hub client proto .clang-tidy \( -name '*.hpp' -o -name '*.proto' -o -name .clang-tidy \) \
    -printf '%T@ %p\n' | sort -n | tail -n 1 | cut -d ' ' -f 2-)
  while read -r source; do
    local stamp=$passed/$source.ok
    [[ $stamp -nt $source && $stamp -nt $newest_header ]] || sources+=("$source")
  done < <(find hub client proto -name node_modules -prune -o -name '*.cpp' -print | sort)
  say "${#sources[@]} sources to look at"
  ((${#sources[@]})) || return 0
  # shellcheck disable=SC2016  # $1 is the inner shell's
  printf '%s\n' "${sources[@]}" | PASSED=$passed xargs -P "$jobs" -n 1 bash -c '
    clang-tidy-19 -p build/tidy --quiet --extra-arg=-Wno-error --extra-arg=-Wno-unknown-warning-option "$1" \
      2> >(grep -v "warnings generated\|Suppressed\|Use -header-filter" >&2) || { echo "clang-tidy: $1 failed"; exit 1; }
    mkdir -p "$PASSED/$(dirname "$1")"
    touch "$PASSED/$1.ok"
    echo "clang-tidy: $1"' tidy
}

# Every libFuzzer target for so many seconds, as many side by side as there are cores.
fuzz() {
  local seconds=$1
  step "fuzz, $seconds s a target"
  build fuzz fuzzers
  local target targets=()
  for target in build/fuzz/bin/fuzz_*; do
    [[ ! -x $target ]] || targets+=("$(basename "$target")")
  done
  # What is found grows in build/; the corpus in the tree is only read.
  # shellcheck disable=SC2016  # $1 is the inner shell's
  printf '%s\n' "${targets[@]}" | SECONDS_EACH=$seconds xargs -P "$jobs" -n 1 bash -c '
    found=build/fuzz/found/$1
    mkdir -p "$found"
    seeds=tests/fuzz/corpus/${1#fuzz_}
    "build/fuzz/bin/$1" -max_total_time="$SECONDS_EACH" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
      -artifact_prefix="$found-" "$found" $seeds >"$found.log" 2>&1 ||
      { tail -n 40 "$found.log"; echo "$1: FAILED, see $found.log"; exit 1; }
    echo "$1: $(grep -o "stat::number_of_executed_units: *[0-9]*" "$found.log" | grep -o "[0-9]*$") runs, no fault"' fuzz
}
