# shellcheck shell=bash disable=SC2154  # tools is set by dev
# Node and its packages, for the console's pages and the tests in a real browser. Debian 12's own Node is too old for
# them: where none new enough is there, Node and npm come from the npm registry, checked against what is written here.

node_version=22.23.3
declare -A node_integrity=(
  [x64]=qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng==
  [arm64]=l3DAHZreylo+p9QXDtsOrjG2JXJqVzYXnAGmIQNOUNARcMppTO2cmewVQP+36tjJnSE+dzpMNtgW+c3oiDvXtA==
)
npm_version=11.21.2
npm_integrity=7HPApk+AflMUavSseL1Pm6CnYqMIHk53x+KmuhqmTDqPkjPMgxIpTPcTqsE91EKNw4gFBJV9fnXiSdGm1DXq9A==

node_is_new_enough() {
  command -v node >/dev/null && command -v npm >/dev/null || return 1
  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' &&
    (($(npm --version 2>/dev/null | cut -d . -f 1) >= 11))
}

# from_npm PACKAGE VERSION SHA512 FOLDER: unpacks one package as the registry has it.
from_npm() {
  local archive=$tools/$1-$2.tgz sum
  curl -fsSL --retry 3 -o "$archive" "${npm_config_registry:-https://registry.npmjs.org}/$1/-/$1-$2.tgz" ||
    die "cannot fetch $1 $2 from the npm registry"
  sum=$(openssl dgst -sha512 -binary "$archive" | openssl base64 -A)
  [[ $sum == "$3" ]] || die "$1 $2 from the npm registry is not what was expected"
  mkdir -p "$4"
  tar -xzf "$archive" -C "$4" --strip-components 1
  rm "$archive"
}

install_node() {
  export PATH=$tools/node/bin:$PATH
  ! node_is_new_enough || return 0
  local machine
  case $(uname -m) in
    x86_64) machine=x64 ;;
    aarch64) machine=arm64 ;;
    *) die "the npm registry has no Node for $(uname -m): install Node 22 and npm 11 by hand" ;;
  esac
  install_packages curl ca-certificates openssl
  say "fetching Node $node_version from the npm registry"
  rm -rf "$tools/node"
  from_npm "node-linux-$machine" "$node_version" "${node_integrity[$machine]}" "$tools/node"
  from_npm npm "$npm_version" "$npm_integrity" "$tools/node/lib/node_modules/npm"
  printf '#!/bin/sh\nexec "%s/node/bin/node" "%s/node/lib/node_modules/npm/bin/npm-cli.js" "$@"\n' "$tools" "$tools" \
    >"$tools/node/bin/npm"
  chmod +x "$tools/node/bin/npm"
  node_is_new_enough || die "Node $node_version from the npm registry does not run here"
}

# node_packages FOLDER: exactly those of its lock file.
node_packages() {
  local stamp=$1/node_modules/.installed
  [[ $stamp -nt $1/package-lock.json && $stamp -nt $1/package.json ]] && return 0
  (cd "$1" && npm ci --no-audit --no-fund --loglevel=error)
  touch "$stamp"
}

web=client/console/web

# build_pages FOLDER: the console's pages out of their sources.
build_pages() {
  install_packages protobuf-compiler
  install_node
  node_packages "$web"
  (cd "$web" && npm run --silent generate && npm exec --no -- vite build --logLevel warn --emptyOutDir --outDir "$1")
}

# What is embedded is what is committed: it must be what the sources make.
check_pages() {
  step "the console's pages"
  build_pages "$PWD/build/pages"
  (cd "$web" && npm run --silent check && npm run --silent test)
  diff -rq build/pages client/console/pages || die "client/console/pages is not what its sources make: run ./dev pages"
  check_page_weight
}

# Gzipped: the whole at most 250 kB, all script together at most 80 kB.
check_page_weight() {
  local file whole=0 script=0 bytes
  for file in client/console/pages/index.html client/console/pages/*.svg client/console/pages/assets/*; do
    case $file in
      *.woff2) bytes=$(stat -c %s "$file") ;;
      *) bytes=$(gzip -9 -c "$file" | wc -c) ;;
    esac
    whole=$((whole + bytes))
    [[ $file != *.js ]] || script=$((script + bytes))
  done
  say "pages: $whole bytes gzipped, script $script"
  ((whole <= 250000 && script <= 80000)) || die "the pages are too heavy: 250 kB in all, 80 kB of script"
}

# Two consoles, a real hub and a real browser; what it saw stays in build/screenshots.
browser_tests() {
  step "browser tests"
  install_packages "${browser_packages[@]}"
  install_node
  node_packages tests/browser
  mkdir -p build/screenshots
  (cd tests/browser && npm run --silent check && WARDLINK_PROGRAMS=$1 npm test --silent)
}
