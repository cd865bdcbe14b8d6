#!/bin/sh
# p1 of each dossier on standard input: one line of 13 members apart by "|", as the recipe makes it, and then the digest of all.
# sh, sed, sha256sum: sh p1.sh < lines.txt
while IFS= read -r line; do
  printf '%s' "$line" | sha256sum | cut -c1-64
done > /tmp/p1.$$
cat /tmp/p1.$$
printf 'digest %s\n' "$(LC_ALL=C sort /tmp/p1.$$ | sha256sum | cut -c1-64)"
rm -f /tmp/p1.$$
