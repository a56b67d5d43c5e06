#!/usr/bin/env bash
# Unpacks the Squid of another Debian release with its libraries. The tests of Squid's output run on it and on the
# installed Squid. Prints the directory. If the directory is complete, the script changes nothing.
#   scripts/second-squid.sh [DIRECTORY]
# Default of DIRECTORY: $PORTOLAN_SECOND_SQUID, or /var/cache/portolan/second-squid
set -euo pipefail

root=${1:-${PORTOLAN_SECOND_SQUID:-/var/cache/portolan/second-squid}}
# Squid itself, and the shell that its helpers need.
packages=(squid-openssl base-passwd dash)
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# Debian 13; on Debian 13 itself, Debian 12.
suite=trixie
# shellcheck source=/dev/null
[[ "$(. /etc/os-release && echo "${VERSION_CODENAME:-}")" != trixie ]] || suite=bookworm

# A changed script unpacks again.
stamp=$(printf '%s ' "$suite" && sha256sum <"${BASH_SOURCE[0]}")
unpacked() {
  [[ -x "$root/usr/sbin/squid" && "$(cat "$root/.complete" 2>/dev/null)" == "$stamp" ]]
}

mkdir -p "$(dirname "$root")"
exec 9>"$root.lock"
flock 9
if unpacked; then
  echo "$root"
  exit 0
fi

work=$(mktemp -d "$root.XXXXXX")
trap 'rm -rf "$work"' EXIT

# Prints the Debian mirror that this machine uses.
mirror() {
  # shellcheck disable=SC2016 # the dollar signs belong to apt
  apt-get indextargets --format '$(REPO_URI) $(ORIGIN) $(LABEL) $(COMPONENT)' 'Created-By: Packages' |
    awk '$2 == "Debian" && $3 == "Debian" && $4 == "main" && !uri { uri = $1 } END { print uri }'
}

uri=$(mirror)
if [[ -z "$uri" ]]; then
  # Without package lists, apt does not know which mirror is Debian's.
  apt-get -qq update >&2
  uri=$(mirror)
fi
if [[ -z "$uri" ]]; then
  echo "second-squid: no Debian mirror in the apt sources. Add one to /etc/apt/sources.list. Nothing was unpacked." >&2
  exit 1
fi

# apt gets its own lists, archives and record of installed packages, so that nothing on the machine changes.
state=$work/apt
mkdir -p "$state/lists/partial" "$state/archives/partial" "$state/preferences"
touch "$state/status"
echo "deb [signed-by=$keyring] $uri $suite main" >"$state/sources.list"
aside=(
  -o "Dir::State=$state"
  -o "Dir::State::lists=$state/lists"
  -o "Dir::State::status=$state/status"
  -o "Dir::Cache=$state"
  -o "Dir::Cache::archives=$state/archives"
  -o "Dir::Etc::sourcelist=$state/sources.list"
  -o "Dir::Etc::sourceparts=/dev/null"
  -o "Dir::Etc::preferences=/dev/null"
  -o "Dir::Etc::preferencesparts=$state/preferences"
  -o "APT::Install-Recommends=false"
  -o "APT::Sandbox::User=root"
  -o "APT::Update::Error-Mode=any"
  -o "Acquire::Languages=none"
)
if ! apt-get "${aside[@]}" -qq update >&2; then
  echo "second-squid: no package lists of $suite. If a key is missing: apt-get install debian-archive-keyring" >&2
  exit 1
fi
apt-get "${aside[@]}" -qq --yes --download-only install "${packages[@]}" >&2

tree=$work/root
for place in bin sbin lib lib64; do
  mkdir -p "$tree/usr/$place"
  ln -s "usr/$place" "$tree/$place"
done
mkdir -p "$tree/dev" "$tree/mnt" "$tree/proc" "$tree/tmp"
for archive in "$state"/archives/*.deb; do
  dpkg-deb --fsys-tarfile "$archive" | tar --extract --keep-directory-symlink --directory "$tree"
done
# The steps that installation scripts of the packages would do.
cp "$tree/usr/share/base-passwd/passwd.master" "$tree/etc/passwd"
cp "$tree/usr/share/base-passwd/group.master" "$tree/etc/group"
[[ -e "$tree/usr/sbin/squid" ]] || ln -s squid-openssl "$tree/usr/sbin/squid"
[[ -e "$tree/usr/bin/sh" ]] || ln -s dash "$tree/usr/bin/sh"

echo "$stamp" >"$tree/.complete"
rm -rf "$root"
mv -T "$tree" "$root"
echo "$root"
