#!/bin/sh
# networks: written by "portolan generate"; a change here is lost.
#
#   sh apply.sh check    could these files be applied? writes nothing
#   sh apply.sh apply    loads sets, rules, jumps and names; may be repeated
#   sh apply.sh remove   takes all of them away again; may be repeated
#   sh apply.sh status   is what is loaded what these files say?
#
# Exit status: 0 yes or done, 1 no, 2 wrong usage. The environment may set:
#   HOOK, HOOK6           the chains that the jumps for forwarded packets go into
#   IPTABLES, IP6TABLES   the programs; -save and -restore are added to their names
#   DNSMASQ_DIR           a folder that dnsmasq reads whole (its conf-dir)
#   DNSMASQ_FILES         the other files that dnsmasq reads, separated by spaces; what they include is found
#   DNSMASQ_TEST          a command that tests all that dnsmasq reads
#   DNSMASQ_RESTART       a command that restarts dnsmasq

# --- data of this site ---
set_prefix='nets'
chain_prefix='NETS'
clients_v4='10.1.0.0/16 10.3.0.0/16 10.4.0.0/16'
clients_v6='2001:db8:c1::/64'
default_hook='FORWARD'
default_hook6='FORWARD'
self_interfaces=''
# --- end of the data: what follows is the same for every site ---

set -eu
export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin"
: "${HOOK:=$default_hook}"
# Where both families have one hook, HOOK moves the jumps of both.
[ "$default_hook6" != "$default_hook" ] || default_hook6=$HOOK
: "${HOOK6:=$default_hook6}" "${IPTABLES:=iptables}" "${IP6TABLES:=ip6tables}"
: "${DNSMASQ_DIR:=/etc/dnsmasq.d}" "${DNSMASQ_FILES=/etc/dnsmasq.conf}"
: "${DNSMASQ_TEST:=dnsmasq --test}" "${DNSMASQ_RESTART:=service dnsmasq restart}"

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
installed=$DNSMASQ_DIR/portolan-$set_prefix.conf
# What dnsmasq read before; stays until dnsmasq was restarted, so that a broken-off apply is taken up again.
# dnsmasq passes over files whose name begins with a dot.
before=$DNSMASQ_DIR/.portolan-$set_prefix.before
swap=${set_prefix}_swap
# How many seconds an address stays in a set.
lifetime=86400
chains='END IN OPTIONAL OUT RECOMMENDED REQUIRED SELF'
# By their whole names: chains of another tool may begin with the same prefix.
own_chain="$chain_prefix-($(echo "$chains" | tr ' ' '|'))"

complain() { printf 'apply.sh: %s\n' "$*" >&2; }
stop() { complain "$*"; exit 1; }

program() { if [ "$1" = 4 ]; then echo "$IPTABLES"; else echo "$IP6TABLES"; fi; }
clients() { if [ "$1" = 4 ]; then echo "$clients_v4"; else echo "$clients_v6"; fi; }
hook() { if [ "$1" = 4 ]; then echo "$HOOK"; else echo "$HOOK6"; fi; }
rules() { echo "$here/rules.v$1"; }
restore() { "$(program "$1")-restore" --noflush -w 10 "$2"; }
# Always into a file: a program that waits in a pipe before iptables-restore holds the lock that this one needs.
save() { "$(program "$1")-save" -t filter > "$2"; }

# The chains and rules of ours in a file, without their counters.
own() { grep -E "^(:|-A )$own_chain( |\$)" "$1" | sed 's/ \[[0-9:]*\]$/ [0:0]/' || :; }

# The jumps that a family should have, each as: chain, place, rule.
wanted_jumps() {
  [ -n "$(clients "$1")" ] || return 0
  place=0
  for client in $(clients "$1"); do
    place=$((place + 1))
    echo "$(hook "$1") $place -s $client -j $chain_prefix-OUT"
  done
  for client in $(clients "$1"); do
    place=$((place + 1))
    echo "$(hook "$1") $place -d $client -j $chain_prefix-IN"
  done
  place=0
  for client in $(clients "$1"); do
    place=$((place + 1))
    echo "INPUT $place -s $client -j $chain_prefix-SELF"
  done
  [ "$1" = 6 ] || return 0
  # The networks of the clients do not hold their link-local addresses.
  for interface in $self_interfaces; do
    place=$((place + 1))
    echo "INPUT $place -s fe80::/10 -i $interface -j $chain_prefix-SELF"
  done
}

# The jumps to our chains in a saved table, in the same form; also those of an earlier hook or of other clients.
present_jumps() {
  awk -v own="^$own_chain\$" '
    $1 != "-A" { next }
    { place[$2]++ }
    $2 !~ own && $NF ~ own && $(NF - 1) ~ /^-[gj]$/ {
      rule = $0
      sub(/^-A [^ ]+ /, "", rule)
      print $2, place[$2], rule
    }' "$1"
}

deletions() { present_jumps "$1" | sed 's/^\([^ ]*\) [0-9]* /-D \1 /'; }
insertions() { sed 's/^/-I /'; }

# Rules and jumps of one family in one transaction. Jumps that are in their places stay untouched.
load_family() {
  save "$1" "$work/now" || return 1
  wanted_jumps "$1" | sort > "$work/wanted"
  present_jumps "$work/now" | sort > "$work/present"
  {
    echo '*filter'
    own "$(rules "$1")"
    if ! cmp -s "$work/wanted" "$work/present"; then
      deletions "$work/now"
      wanted_jumps "$1" | insertions
    fi
    echo COMMIT
  } > "$work/load"
  restore "$1" "$work/load"
}

# Makes our part of one family what a saved table says, in one transaction; an empty table takes all away.
put_back() {
  save "$1" "$work/now"
  {
    echo '*filter'
    deletions "$work/now"
    for verb in -F -X; do
      for chain in $chains; do
        grep -q "^:$chain_prefix-$chain " "$work/now" || continue
        grep -q "^:$chain_prefix-$chain " "$2" || echo "$verb $chain_prefix-$chain"
      done
      [ "$verb" = -X ] || own "$2"
    done
    present_jumps "$2" | insertions
    echo COMMIT
  } > "$work/back"
  restore "$1" "$work/back"
}

# Name, type, family, capacity and timeout of each set in our file.
wanted_sets() {
  awk '$1 == "create" {
    for (i = 4; i < NF; i += 2) value[$i] = $(i + 1)
    print $2, $3, value["family"], value["maxelem"], value["timeout"]
  }' "$here/sets.ipset"
}

# Loaded sets that carry our prefix.
own_sets() {
  ipset list -name | awk -v own="${set_prefix}_" -v swap="$swap" \
    'index($0, own) == 1 && (/_v[46]$/ || $0 == swap)'
}

# The same as of our file of each of them. All in one go: a site may have thousands.
loaded_sets() {
  own_sets > "$work/names"
  ipset list -terse | awk '
    reading == "names" { own[$0]; next }
    $1 == "Name:" { name = $2 }
    $1 == "Type:" { type = $2 }
    $1 == "Header:" && name in own {
      split("", value)
      for (i = 2; i < NF; i++) value[$i] = $(i + 1)
      print name, type, value["family"], value["maxelem"], value["timeout"]
    }' reading=names "$work/names" reading=sets -
}

# The first words of a file that do not begin a line of another.
without() {
  awk 'reading == "other" { other[$1]; next } !($1 in other) { print $1 }' reading=other "$2" reading=one "$1"
}

destroy_sets() { sed 's/^/destroy /' | ipset restore; }

# Creates what is missing. Another capacity or timeout cannot be given to a set, and -exist would hide that:
# a new set takes over the addresses and the name.
load_sets() {
  wanted_sets > "$work/sets"
  loaded_sets > "$work/loaded"
  without "$work/sets" "$work/loaded" > "$work/new"
  if [ -s "$work/new" ]; then
    restart=yes
    awk 'reading == "new" { new[$1]; next } $1 == "create" && $2 in new' \
      reading=new "$work/new" reading=sets "$here/sets.ipset" > "$work/creations"
    ipset restore < "$work/creations" || give_up 'the sets failed: nothing is changed'
  fi
  awk 'reading == "loaded" { loaded[$1] = $0; next } $1 in loaded && loaded[$1] != $0' \
    reading=loaded "$work/loaded" reading=sets "$work/sets" > "$work/changed"
  while read -r name type family capacity timeout; do
    ipset destroy "$swap" 2> /dev/null || :
    ipset create "$swap" "$type" family "$family" maxelem "$capacity" timeout "$timeout"
    ipset save "$name" | sed -n "s/^add $name /add $swap /p" > "$work/addresses"
    ipset -exist restore < "$work/addresses" || complain "$name: not every address fits"
    ipset swap "$name" "$swap"
    ipset destroy "$swap"
  done < "$work/changed"
}

# What a change of names means for the addresses that are known, line by line. dnsmasq gives those of a name to the
# sets of its longest listed suffix: first to the name's own ones, which have a dot, then to those that rules match.
#   seed OWN SET   SET is new for the name of OWN, or for the line above that takes its place
#   empty OWN      holds addresses of a name below, which has a line of its own now: nobody knows which
#   close SET      a name does not feed it any more
#   keep OWN SET   the name of OWN still does
plan_change() {
  awk '
    function heeded(version, name) {
      while (!((version, name) in sets)) {
        if (index(name, ".") == 0) return ""
        name = substr(name, index(name, ".") + 1)
      }
      return name
    }
    function holds(list, set) { return index("," list ",", "," set ",") > 0 }
    function is_own(set) { return index(set, ".") > 0 }
    function family(set) { return substr(set, length(set)) }

    # An apply that was broken off leaves two versions.
    reading == "before" && /^# .*: the names of each set, / { versions++ }
    /^ipset=\// {
      split($0, part, "/")
      sets[reading == "before" ? versions : "after", part[2]] = part[3]
      names[part[2]]
    }

    function compare(version, name,    was, now, count, i, set) {
      was = heeded(version, name)
      if (was == "") return
      now = sets["after", heeded("after", name)]
      count = split(sets[version, was], set, ",")
      for (i = 1; i <= count; i++) if (!holds(now, set[i])) lost[set[i]]
      if (was != name && ("after", name) in sets) mixed[version, was]
    }
    function inherit(version, name,    now, count, total, i, j, set, other) {
      if (!((version, name) in sets) || (version, name) in mixed) return
      now = sets["after", heeded("after", name)]
      count = split(sets[version, name], set, ",")
      total = split(now, other, ",")
      for (i = 1; i <= count; i++) for (j = 1; j <= total; j++)
        if (is_own(set[i]) && family(set[i]) == family(other[j]) && !holds(sets[version, name], other[j]))
          print "seed", set[i], other[j]
    }
    function feed(name,    count, i, j, set) {
      count = split(sets["after", name], set, ",")
      for (i = 1; i <= count; i++) {
        if (is_own(set[i])) { if (set[i] in lost) print "empty", set[i] }
        else if (set[i] in lost) {
          closing[set[i]]
          for (j = 1; j <= count; j++)
            if (is_own(set[j]) && family(set[j]) == family(set[i])) print "keep", set[j], set[i]
        }
      }
    }
    END {
      for (version = 1; version <= versions; version++) for (name in names) compare(version, name)
      for (version = 1; version <= versions; version++) for (name in names) inherit(version, name)
      for (name in names) if (("after", name) in sets) feed(name)
      for (set in closing) print "close", set
    }' reading=before "$1" reading=after "$2"
}

# Gives the sets that a name has newly the addresses that are known of it, so that nobody has to ask again.
seed_sets() {
  grep -q '^seed ' "$work/plan" || return 0
  ipset save | awk -v lifetime="$lifetime" '
    reading == "plan" { if ($1 == "seed") heirs[$2] = heirs[$2] " " $3; next }
    $1 != "add" { next }
    { there[$2, $3] }
    $2 in heirs {
      count = split(heirs[$2], heir, " ")
      time = $5 > 0 ? $5 : lifetime
      for (i = 1; i <= count; i++) if (times[heir[i] " " $3] < time) times[heir[i] " " $3] = time
    }
    END {
      for (pair in times) {
        split(pair, part, " ")
        if (!((part[1], part[2]) in there)) print "add", pair, "timeout", times[pair]
      }
    }' reading=plan "$work/plan" reading=sets - > "$work/seeds"
  ipset -exist restore < "$work/seeds"
}

# What closing sets hold that no name leads there any more, as: set, address.
strays() {
  ipset save | awk '
    $1 == "close" { closing[$2] }
    $1 == "keep" { fed[$2] = fed[$2] " " $3 }
    $1 != "add" { next }
    $2 in closing { held[$2 " " $3] }
    $2 in fed {
      count = split(fed[$2], set, " ")
      for (i = 1; i <= count; i++) known[set[i] " " $3]
    }
    END { for (pair in held) if (!(pair in known)) print pair }' "$work/plan" -
}

# Of these what a name leads to by now, to be added with the time that is left.
found_again() {
  ipset save | awk -v lifetime="$lifetime" '
    reading == "strays" { stray[$0]; next }
    $1 == "keep" { fed[$2] = fed[$2] " " $3 }
    $1 == "add" && $2 in fed {
      count = split(fed[$2], set, " ")
      for (i = 1; i <= count; i++)
        if ((set[i] " " $3) in stray) print "add", set[i], $3, "timeout", ($5 > 0 ? $5 : lifetime)
    }' reading=strays "$work/strays" reading=plan "$work/plan" reading=sets -
}

# Takes out what only names led to that went. An address is not deleted but left a few seconds to live: meanwhile
# dnsmasq may give it to a name that stays. If it did so before, the name's own set had it first, and it is found there;
# if it does so afterwards, the address has its full time again. So it is never missing.
close_sets() {
  grep -q '^close ' "$work/plan" || return 0
  start=$(date +%s)
  strays > "$work/strays"
  [ -s "$work/strays" ] || return 0
  grace=$((3 + 3 * ($(date +%s) - start)))
  sed "s/.*/add & timeout $grace/" "$work/strays" | ipset -exist restore ||
    stop 'the sets are not closed; run apply again'
  found_again > "$work/again"
  ipset -exist restore < "$work/again" || stop 'the sets are not closed; run apply again'
  sleep "$grace"
}

# Files that exist, each with its folder spelt in one way.
spell() {
  for file in "$@"; do
    [ -f "$file" ] || continue
    folder=$(CDPATH='' cd -- "$(dirname -- "$file")" && pwd -P)
    echo "$folder/${file##*/}"
  done
}

# The files that a file of dnsmasq includes. Of a folder all, also those that its conf-dir= line leaves out.
included() {
  sed -n -e 's/[[:space:]]#.*//' -e 's/"//g' -e 's/[[:space:]]*$//' \
    -e 's/^[[:space:]]*conf-file[[:space:]]*=[[:space:]]*//p' \
    -e 's/^[[:space:]]*conf-dir[[:space:]]*=[[:space:]]*\([^,]*[^,[:space:]]\).*/\1\/*/p' "$1" |
    while IFS= read -r pattern; do
      IFS=
      # shellcheck disable=SC2086 # a star is for the shell, a space is not
      spell $pattern
    done
}

# All that dnsmasq reads.
dnsmasq_files() {
  # shellcheck disable=SC2086 # separated by spaces
  spell $DNSMASQ_FILES "$DNSMASQ_DIR"/* | sort -u > "$work/files"
  : > "$work/followed"
  until cmp -s "$work/files" "$work/followed"; do
    mv "$work/files" "$work/followed"
    { cat "$work/followed"
      while IFS= read -r file; do included "$file"; done < "$work/followed"
    } | sort -u > "$work/files"
  done
  cat "$work/files"
}

# Another ipset= or nftset= line for a name of ours, for one above it or for one below it: dnsmasq heeds one line
# only, and the other set stays empty.
foreign_lines() {
  mine=$(spell "$installed")
  dnsmasq_files | while IFS= read -r file; do
    [ "$file" != "$mine" ] || continue
    awk -v file="$file" '
      function above(name) {
        return index(name, ".") == 0 ? "" : substr(name, index(name, ".") + 1)
      }
      function clash(name) {
        if (name in ours || name in parents) return 1
        while (name != "") if ((name = above(name)) in ours) return 1
        return 0
      }
      reading == "ours" {
        if ($0 !~ /^ipset=\//) next
        split($0, part, "/")
        ours[part[2]] = 1
        for (name = part[2]; name != "";) parents[name = above(name)] = 1
        next
      }
      /^[ \t]*(ip|nft)set[ \t]*=/ {
        count = split(tolower($0), part, "/")
        for (i = 2; i < count; i++) {
          name = part[i]
          sub(/^(\*|#)?\.?/, "", name)
          sub(/\.$/, "", name)
          if (clash(name)) { print file ": " $0; next }
        }
      }' reading=ours "$here/dnsmasq.conf" reading=theirs "$file"
  done
}

# Rules name sets that may not be there yet, and check must not make them: it loads both in a network namespace that
# ends with the trial. Loading says more than --test, which lets a jump to a missing chain pass. Sets of single names
# that are loaded need no trial. Returns the family that fails.
test_rules() {
  if unshare -n true 2> /dev/null; then
    awk 'reading == "loaded" { loaded[$1]; next } !(index($2, ".") && $2 in loaded)' \
      reading=loaded "$work/loaded" reading=sets "$here/sets.ipset" > "$work/trial"
    # shellcheck disable=SC2016 # the inner shell expands these
    unshare -n sh -c 'ipset restore < "$4" || exit 1
      "$2-restore" --noflush -w 10 "$1/rules.v4" || exit 4
      "$3-restore" --noflush -w 10 "$1/rules.v6" || exit 6' sh "$here" "$IPTABLES" "$IP6TABLES" "$work/trial"
    return
  fi
  complain 'unshare is missing: the sets and the lines that match them are not tested'
  for family in 4 6; do
    grep -v -e ' --match-set ' "$(rules "$family")" > "$work/test"
    "$(program "$family")-restore" --noflush -w 10 --test "$work/test" || return "$family"
  done
}

check_programs() {
  for name in "$IPTABLES" "$IPTABLES-save" "$IPTABLES-restore" "$IP6TABLES" "$IP6TABLES-save" \
    "$IP6TABLES-restore" ipset dnsmasq awk; do
    command -v "$name" > /dev/null || stop "$name is missing"
  done
  for name in rules.v4 rules.v6 sets.ipset dnsmasq.conf; do
    [ -f "$here/$name" ] || stop "$name is missing beside apply.sh"
  done
  [ -d "$DNSMASQ_DIR" ] || stop "$DNSMASQ_DIR is not a folder; set DNSMASQ_DIR"
}

check_hook() {
  hook=$(hook "$1")
  if echo "$hook" | grep -Eqx "INPUT|OUTPUT|$own_chain"; then stop "forwarded packets do not go through $hook"; fi
  [ -n "$(clients "$1")" ] || return 0
  name=HOOK
  [ "$1" = 4 ] || name=HOOK6
  "$(program "$1")" -w 10 -S "$hook" > /dev/null 2>&1 || stop "$(program "$1") has no chain $hook; set $name"
}

# A rule for an interface that is not there loads, and closes nothing.
check_interfaces() {
  [ -n "$clients_v6" ] || return 0
  for interface in $self_interfaces; do
    awk -v name="$interface:" 'index($1, name) == 1 { found = 1 } END { exit !found }' /proc/net/dev ||
      stop "there is no interface $interface: correct protectSelf in the spec"
  done
}

# Sets, chains and jumps carry the prefix alone: those of another site would be replaced, and its clients be open.
check_owner() {
  [ -e "$installed" ] || return 0
  theirs=$(head -n 1 "$installed")
  [ "$theirs" = "$(head -n 1 "$here/dnsmasq.conf")" ] || stop "another spec or site is applied with the prefix $set_prefix:
$theirs
run its own apply.sh remove first, or give this site a prefix of its own"
}

check() {
  check_programs
  check_owner
  for family in 4 6; do check_hook "$family"; done
  check_interfaces
  wanted_sets > "$work/sets"
  loaded_sets > "$work/loaded"
  failing=0
  test_rules || failing=$?
  case $failing in
    0) ;;
    4 | 6) stop "rules.v$failing cannot be loaded" ;;
    *) stop 'sets.ipset cannot be loaded' ;;
  esac
  # The kernel swaps sets of one family only.
  strange=$(awk 'reading == "loaded" { kind[$1] = $2 " " $3; next } $1 in kind && kind[$1] != $2 " " $3 { print $1; exit }' \
    reading=loaded "$work/loaded" reading=sets "$work/sets")
  [ -z "$strange" ] || stop "the set $strange exists with another type or family; run: apply.sh remove"
  dnsmasq --test -C "$here/dnsmasq.conf" 2> "$work/said" || stop "$(cat "$work/said")"
  foreign_lines > "$work/foreign"
  [ ! -s "$work/foreign" ] || stop "other lines take names of ours:
$(cat "$work/foreign")"
}

# Puts the names where dnsmasq reads them; they count only after the restart.
install_names() {
  [ -e "$before" ] || ! cmp -s "$here/dnsmasq.conf" "$installed" || return 0
  restart=yes
  mkdir "$work/was"
  for file in "$installed" "$before"; do [ ! -e "$file" ] || cp "$file" "$work/was"; done
  if ! cmp -s "$here/dnsmasq.conf" "$installed"; then
    for file in "$before" "$installed"; do [ ! -e "$file" ] || cat "$file"; done > "$before.new"
    mv "$before.new" "$before"
  fi
  cp "$here/dnsmasq.conf" "$before.new"
  mv "$before.new" "$installed"
}

uninstall_names() {
  [ -d "$work/was" ] || return 0
  for file in "$installed" "$before"; do
    if [ -e "$work/was/${file##*/}" ]; then
      cp "$work/was/${file##*/}" "$before.new"
      mv "$before.new" "$file"
    else
      rm -f "$file"
    fi
  done
}

# Without the lock, which a server that is started here would keep.
restart_dnsmasq() { sh -c "$DNSMASQ_RESTART" 9<&-; }

# A restart and no signal: SIGHUP does not read ipset= lines again. It also empties the cache, whose answers would
# not fill a set a second time.
restart_names() {
  [ "$restart" = yes ] || return 0
  restart_dnsmasq || stop 'dnsmasq did not restart; run apply again when it can'
  # Only now: the old dnsmasq would have filled them again.
  sed -n 's/^empty /flush /p' "$work/plan" | ipset restore
  seed_sets
  close_sets
  rm -f "$before"
}

# One at a time. The kernel gives the lock of the folder back however this script ends; without flock there is none.
take_turn() {
  if [ ! -d "$DNSMASQ_DIR" ] || ! command -v flock > /dev/null; then return 0; fi
  exec 9< "$DNSMASQ_DIR"
  flock 9
}

apply() {
  take_turn
  check
  save 4 "$work/saved"
  own_sets > "$work/own"
  load_sets
  install_names
  sh -c "$DNSMASQ_TEST" > "$work/said" 2>&1 || give_up "dnsmasq refuses its configuration: $(cat "$work/said")"
  if [ -e "$before" ]; then plan_change "$before" "$installed" > "$work/plan"; else : > "$work/plan"; fi
  seed_sets
  load_family 4 || give_up 'IPv4 failed: nothing is changed'
  if ! load_family 6; then
    put_back 4 "$work/saved"
    give_up 'IPv6 failed: IPv4 is put back'
  fi
  restart_names
  own_sets > "$work/own"
  without "$work/own" "$work/sets" | destroy_sets
}

# Takes back the names, the sets that are new, and what was added to others.
give_up() {
  uninstall_names
  if [ -s "$work/seeds" ]; then
    sed 's/^add \([^ ]* [^ ]*\) .*/del \1/' "$work/seeds" | ipset -exist restore
  fi
  own_sets > "$work/loaded"
  without "$work/loaded" "$work/own" | destroy_sets
  stop "$1"
}

remove() {
  take_turn
  for family in 4 6; do put_back "$family" /dev/null; done
  own_sets | destroy_sets
  if [ ! -e "$installed" ] && [ ! -e "$before" ]; then return 0; fi
  rm -f "$installed" "$before"
  restart_dnsmasq
}

# Says what differs.
status() {
  differs=no
  for family in 4 6; do
    save "$family" "$work/now"
    own "$(rules "$family")" > "$work/wanted"
    own "$work/now" > "$work/loaded"
    compare "rules.v$family"
    wanted_jumps "$family" | sort > "$work/wanted"
    present_jumps "$work/now" | sort > "$work/loaded"
    compare "the jumps of rules.v$family"
  done
  wanted_sets | sort > "$work/wanted"
  loaded_sets | sort > "$work/loaded"
  compare sets.ipset
  cp "$here/dnsmasq.conf" "$work/wanted"
  cat "$installed" > "$work/loaded" 2> /dev/null || :
  compare dnsmasq.conf
  if [ -e "$before" ]; then
    echo 'dnsmasq was not restarted since its names changed'
    differs=yes
  fi
  [ "$differs" = no ]
}

compare() {
  diff "$work/wanted" "$work/loaded" > "$work/difference" && return 0
  echo "$1: < as it should be, > as it is"
  grep '^[<>]' "$work/difference"
  differs=yes
}

usage() {
  echo 'usage: apply.sh check|apply|remove|status' >&2
  exit 2
}

[ $# -eq 1 ] || usage
case $1 in check | apply | remove | status) ;; *) usage ;; esac
[ "$(id -u)" = 0 ] || stop 'only root may look at packet filters'
restart=no
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
"$1"
