#!/bin/sh
# The page's tests need a browser: an installed one serves, Debian's is brought where that is allowed.
set -eu
for name in chromium chromium-browser google-chrome google-chrome-stable chrome; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
for app in "/Applications/Chromium.app" "/Applications/Google Chrome.app"; do
    if [ -d "$app" ]; then exit 0; fi
done
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
    echo "Installing Chromium for the page's tests"
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        chromium fonts-dejavu-core >/dev/null
    exit 0
fi
echo "The page's tests need a browser: install Chromium or Google Chrome, then run make test again." >&2
exit 1
