# shellcheck shell=bash disable=SC2034
# Every Debian package this project uses, in one place.

# Builds and runs everything, and every functional test.
build_packages=(
  g++ cmake ninja-build ccache pkg-config
  libboost1.81-dev libprotobuf-dev protobuf-compiler libssl-dev openssl libsqlite3-dev libfmt-dev libspdlog-dev
  libcli11-dev libtomlplusplus-dev prometheus-cpp-dev libsystemd-dev libgtest-dev libgmock-dev libbenchmark-dev
)

# The tests in a real browser.
browser_packages=(chromium)

# ./dev check, fuzz and format; llvm-19 is there to name functions in what a sanitizer prints.
check_packages=(clang-19 clang-tidy-19 clang-format-19 libclang-rt-19-dev llvm-19 shellcheck)
