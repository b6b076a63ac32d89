# shellcheck shell=bash disable=SC2154  # tools is set by dev
# Installs what is missing, and nothing else: without a missing package no network and no root is needed.

# A system's packages change only under root.
as_root() {
  if [[ $EUID -eq 0 ]]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    die "root is needed for: $*" "Run this once as root, or install sudo."
  fi
}

installed() { [[ $(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null) == installed ]]; }

fresh_package_lists() {
  [[ -z ${package_lists_are_fresh:-} ]] || return 0
  as_root apt-get update -q
  package_lists_are_fresh=yes
}

install_packages() {
  local package missing=()
  for package in "$@"; do
    installed "$package" || missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  command -v apt-get >/dev/null || die "these Debian packages are missing: ${missing[*]}" \
    "This is not Debian: install their like by hand."
  say "installing from Debian: ${missing[*]}"
  if [[ " ${missing[*]} " == *" libboost1.81-dev "* ]] && installed libboost1.74-dev; then
    say "Boost 1.81 takes the place of Boost 1.74: apt removes libboost1.74-dev and what needs it"
  fi
  fresh_package_lists
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" ||
    die "apt could not install: ${missing[*]}"
}

# Only its linter is wanted: the package itself would start a server.
install_promtool() {
  [[ ! -x $tools/promtool ]] || return 0
  if command -v promtool >/dev/null; then
    ln -sf "$(command -v promtool)" "$tools/promtool"
    return
  fi
  say "fetching promtool out of Debian's prometheus package"
  local unpacked=$tools/prometheus
  mkdir -p "$unpacked"
  if ! (cd "$unpacked" && apt-get download -q prometheus 2>"$unpacked/errors"); then
    fresh_package_lists
    (cd "$unpacked" && apt-get download -q prometheus) || die "apt could not download prometheus"
  fi
  dpkg-deb -x "$unpacked"/prometheus_*.deb "$unpacked"
  mv "$unpacked/usr/bin/promtool" "$tools/promtool"
  rm -rf "$unpacked"
}
