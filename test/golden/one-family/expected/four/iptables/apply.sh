#!/bin/sh
# one-family: written by "portolan generate"; a change here is lost.
#
#   sh apply.sh check    could these files be applied? writes nothing
#   sh apply.sh apply    loads sets, rules, jumps and names; may be repeated
#   sh apply.sh remove   takes all of them away again; may be repeated
#   sh apply.sh status   is what is loaded what these files say, and does dnsmasq answer for their names?
#   --owner SITE         with check, apply or remove: SITE, or SPEC/SITE, is the site that is applied now under the
#                        same prefix, and its files go. For a renamed site, and for chains that name no site.
#
# What is loaded is gone after a restart of the router, "nft flush ruleset" or an iptables-restore of other files: then
# nothing filters the clients until you run apply again. Run apply at boot, and status often.
#
# Exit status: 0 yes or done; 1 no, and the messages say what to do; 2 wrong usage, not root, or a missing program.
# When apply ends with 1, what was loaded before is loaded still: rules, sets and names are put back. One case differs:
# where dnsmasq does not answer for the new names after its restart, or could not in a closed site that stood open, the
# new rules stay: a closed site is closed, to unknown addresses too. Killed, apply is completed by the next apply.
#
# apply adds one record to the names that it installs, and asks dnsmasq for it: only a dnsmasq that read them answers.
# It asks with dig, nslookup or busybox, and says when it has none of them. Files alone do not prove that, so a check
# before the first apply can only say whether a dnsmasq reads the folder. Where nft is installed, check looks at the
# forward hooks of other tables too.
#
# The environment may set:
#   HOOK, HOOK6           the chains that the jumps for forwarded packets go into
#   IPTABLES, IP6TABLES   the programs; -save and -restore are added to their names
#   DNSMASQ_DIR           a folder that dnsmasq reads whole (its conf-dir)
#   DNSMASQ_FILES         the other files that dnsmasq reads, separated by spaces; what they include is found
#   DNSMASQ_TEST          a command that tests all that dnsmasq reads
#   DNSMASQ_RESTART       a command that restarts dnsmasq
#   DNSMASQ_ASK           where to ask dnsmasq: ADDRESS or ADDRESS#PORT. Without it: at the addresses of this device in
#                         the networks of the clients, where the first of each family decides; without such 127.0.0.1

# --- data of this site ---
set_prefix='four'
chain_prefix='FOUR'
clients_v4='192.0.2.0/24'
clients_v6=''
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
: "${DNSMASQ_TEST:=dnsmasq --test}" "${DNSMASQ_RESTART:=service dnsmasq restart}" "${DNSMASQ_ASK:=}"

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
installed=$DNSMASQ_DIR/portolan-$set_prefix.conf
# What dnsmasq read before; stays until dnsmasq was restarted, so that a broken-off apply is taken up again.
# dnsmasq passes over files whose name begins with a dot.
before=$DNSMASQ_DIR/.portolan-$set_prefix.before
swap=${set_prefix}_swap
# The record that apply adds. Nobody else may answer for a name below .invalid.
canary=portolan-$set_prefix.invalid
canary_note='# Added by apply.sh, which asks for it: only a dnsmasq that read this file answers.'
# How many seconds an address stays in a set.
lifetime=86400
chains='END IN OPTIONAL OUT OWNER RECOMMENDED REQUIRED SELF'
# By their whole names: chains of another tool may begin with the same prefix.
own_chain="$chain_prefix-($(echo "$chains" | tr ' ' '|'))"
# Says in a comment whose the chains and sets are. No packet comes here.
owner_chain=$chain_prefix-OWNER

complain() { printf 'apply.sh: %s\n' "$*" >&2; }
stop() { complain "$*"; exit 1; }
cannot() { complain "$*"; usable=no; exit 2; }
there() { command -v "$1" > /dev/null 2>&1; }

program() { if [ "$1" = 4 ]; then echo "$IPTABLES"; else echo "$IP6TABLES"; fi; }
clients() { if [ "$1" = 4 ]; then echo "$clients_v4"; else echo "$clients_v6"; fi; }
# A family without clients is left alone: its programs may be missing, and the kernel may not know it.
families() { for family in 4 6; do [ -z "$(clients "$family")" ] || echo "$family"; done; }
hook() { if [ "$1" = 4 ]; then echo "$HOOK"; else echo "$HOOK6"; fi; }
rules() { echo "$here/rules.v$1"; }
# Both take a program, since the kernel has two packet filters. Always into a file: a program that waits in a pipe
# before iptables-restore holds the lock that this one needs.
restore() { "$1-restore" --noflush -w 10 "$2"; }
save() { "$1-save" -t filter > "$2"; }
see() { save "$(program "$1")" "$2" || stop "$(program "$1")-save cannot read the table filter; load its modules, then run: sh $0 $verb"; }

# The other of the two packet filters, by the ending of its programs: rules that it holds decide as well.
other_kind() {
  for family in $(families); do
    case $("$(program "$family")" -V 2> /dev/null) in *nf_tables*) echo legacy ;; *) echo nft ;; esac
    return
  done
}

# The programs of the other packet filter that may hold something. To ask one of them may load modules of the kernel,
# so the kernel is looked at first.
other_programs() {
  for number in '' 6; do
    name=ip${number}tables-$other
    if ! there "$name-save" || ! there "$name-restore"; then continue; fi
    case $name in
      *-legacy) grep -qsx filter "/proc/net/ip${number}_tables_names" || continue ;;
      *) knows_nft || continue ;;
    esac
    echo "$name"
  done
}

knows_nft() {
  [ -e /proc/modules ] || return 0
  grep -q '^nf_tables ' /proc/modules || grep -qs '/nf_tables\.ko' "/lib/modules/$(uname -r)/modules.builtin"
}

# Does a saved table hold chains or jumps of ours?
holds_ours() { [ -n "$(own "$1")$(present_jumps "$1")" ]; }

# Where chains of ours are that no rule of these files belongs to: in the other packet filter, and in a family that has
# no clients any more.
leftovers() {
  for name in $(other_programs) $(for each in 4 6; do [ -n "$(clients "$each")" ] || program "$each"; done); do
    if ! there "$name-save" || ! save "$name" "$work/left" 2> /dev/null; then continue; fi
    ! holds_ours "$work/left" || echo "$name"
  done
}

# Takes away what is there of ours; with "keep" as the second word all but the chain that says whose the rest is.
clear_table() {
  : > "$work/kept"
  if [ "${2-}" = keep ] && save "$1" "$work/left"; then own "$work/left" | grep "$owner_chain " > "$work/kept" || :; fi
  put_back "$1" "$work/kept" || stop "the chains of these files in $1 stay; run: sh $0 remove"
}

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
  save "$(program "$1")" "$work/now" || return 1
  wanted_jumps "$1" | sort > "$work/wanted"
  present_jumps "$work/now" | sort > "$work/present"
  {
    echo '*filter'
    own "$(rules "$1")"
    owner_lines
    if ! cmp -s "$work/wanted" "$work/present"; then
      deletions "$work/now"
      wanted_jumps "$1" | insertions
    fi
    echo COMMIT
  } > "$work/load"
  restore "$(program "$1")" "$work/load"
}

# Makes our part of one program's table what a saved one says, in one transaction; an empty one takes all away.
put_back() {
  save "$1" "$work/now"
  {
    echo '*filter'
    deletions "$work/now"
    for step in -F -X; do
      for chain in $chains; do
        grep -q "^:$chain_prefix-$chain " "$work/now" || continue
        grep -q "^:$chain_prefix-$chain " "$2" || echo "$step $chain_prefix-$chain"
      done
      [ "$step" = -X ] || own "$2"
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
  redefine_sets "$work/loaded" "$work/sets"
}

# Gives the sets of the first list that the second one describes in another way the capacity and timeout of the second.
redefine_sets() {
  awk 'reading == "loaded" { loaded[$1] = $0; next } $1 in loaded && loaded[$1] != $0' \
    reading=loaded "$1" reading=sets "$2" > "$work/changed"
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

# What stands behind a keyword in a file of dnsmasq.
values() {
  sed -n -e 's/[[:space:]]#.*//' -e 's/"//g' -e 's/[[:space:]]*$//' \
    -e "s/^[[:space:]]*$1[[:space:]]*=[[:space:]]*//p" "$2"
}

# The files of a folder that dnsmasq takes. Of the endings behind the folder those with a star are taken alone, and the
# others are left out, as is what editors leave behind.
taken() {
  folder=$(echo "$1" | sed 's/[[:space:]]*,.*//')
  spell "$folder"/* | awk -v endings="$1" '
    function ends(name, ending) { return length(name) > length(ending) && substr(name, length(name) - length(ending) + 1) == ending }
    BEGIN { count = split(endings, ending, /[ \t]*,[ \t]*/) }
    {
      name = $0
      sub(/.*\//, "", name)
      if (name ~ /~$/ || name ~ /^#.*#$/) next
      take = 1
      for (i = 2; i <= count; i++) if (ending[i] ~ /^\*./) take = 0
      for (i = 2; i <= count; i++) if (ending[i] ~ /^\*./ && ends(name, substr(ending[i], 2))) take = 1
      for (i = 2; i <= count; i++) if (ending[i] ~ /^[^*]/ && ends(name, ending[i])) take = 0
      if (take) print
    }'
}

# The files that a file of dnsmasq includes.
included() {
  values conf-file "$1" | while IFS= read -r pattern; do
    IFS=
    # shellcheck disable=SC2086 # a star is for the shell, a space is not
    spell $pattern
  done
  values conf-dir "$1" | while IFS= read -r value; do taken "$value"; done
}

# Files, one a line, and all that they include.
with_included() {
  sort -u > "$work/files"
  : > "$work/followed"
  until cmp -s "$work/files" "$work/followed"; do
    mv "$work/files" "$work/followed"
    { cat "$work/followed"
      while IFS= read -r file; do included "$file"; done < "$work/followed"
    } | sort -u > "$work/files"
  done
  cat "$work/files"
}

# The files that dnsmasq begins with: those it is told of, and those that its command line names.
first_files() {
  # shellcheck disable=SC2086 # separated by spaces
  spell $DNSMASQ_FILES
  for number in $(serving_dnsmasqs); do command_line "$number"; done | while read -r what value; do
    case $what:$value in
      file:/*) spell "$value" ;;
      dir:/*) taken "$value" ;;
    esac
  done
}

# Do the files, or the command lines, name our folder themselves, with the endings that are taken?
is_named() {
  { while IFS= read -r file; do values conf-dir "$file"; done < "$work/begun"
    for number in $(serving_dnsmasqs); do command_line "$number" | sed -n 's/^dir //p'; done
  } | sed 's/[[:space:]]*,.*//' | while IFS= read -r folder; do ! is_ours "$folder" || echo yes; done | grep -q yes
}

is_ours() { [ -d "$1" ] && [ "$(CDPATH='' cd -- "$1" && pwd -P)" = "$(CDPATH='' cd -- "$DNSMASQ_DIR" && pwd -P)" ]; }

# All that dnsmasq reads but our own file. Where nothing names our folder, it is taken as Debian does.
dnsmasq_files() {
  mine=$(spell "$installed")
  first_files | with_included > "$work/begun"
  { cat "$work/begun"; is_named || taken "$DNSMASQ_DIR"; } | with_included |
    awk -v mine="$mine" '$0 != mine && !/\.dpkg-(dist|old|new)$/'
}

# What these files and the running dnsmasqs' command lines say, each as: place, text, keyword, value; with tabs between.
directives() {
  dnsmasq_files | directives_of
  for number in $(serving_dnsmasqs); do
    tr '\0' '\n' < "/proc/$number/cmdline" 2> /dev/null | awk -v place="command line of process $number" '
      NR > 1 {
        text = $0
        if ($0 == "-h") $0 = "--no-hosts"
        if (/^-[AS]\//) $0 = (/^-A/ ? "--address=" : "--server=") substr($0, 3)
        if (!sub(/^--/, "")) next
        key = value = $0
        sub(/=.*/, "", key)
        if (!sub(/^[^=]*=/, "", value)) value = ""
        print place "\t" text "\t" key "\t" value
      }'
  done
}

# The same of files, one a line.
directives_of() {
  awk '
    { file = $0
      for (line = 1; (getline text < file) > 0; line++) {
        raw = text
        gsub(/\t/, " ", text)
        sub(/^ +/, "", text)
        if (text == "" || text ~ /^#/) continue
        sub(/ #.*/, "", text)
        gsub(/"/, "", text)
        sub(/[ \r]+$/, "", text)
        key = value = text
        sub(/ *=.*/, "", key)
        if (!sub(/^[^=]*= */, "", value)) value = ""
        print file ":" line "\t" raw "\t" key "\t" value
      }
      close(file)
    }'
}

# Another ipset= or nftset= line for a name of ours, for one above it or for one below it: dnsmasq heeds one line
# only, and the other set stays empty.
foreign_lines() {
  awk -F '\t' '
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
    $3 ~ /^(ip|nft)set$/ {
      count = split(tolower($4), part, "/")
      for (i = 2; i < count; i++) {
        name = part[i]
        sub(/^(\*|#)?\.?/, "", name)
        sub(/\.$/, "", name)
        if (clash(name)) { place = $1; sub(/:[0-9]*$/, "", place); print place ": " $2; next }
      }
    }' reading=ours "$here/dnsmasq.conf" reading=theirs "$work/directives"
}

# dnsmasq takes each of these once, in all that it reads.
repeated_limits() {
  awk -F '\t' '($3 == "max-ttl" || $3 == "max-cache-ttl") && $1 !~ /^command line/ { print $1 ": " $2 }' "$work/directives"
}

# What files that hold servers alone say.
server_directives() {
  awk -F '\t' '$3 == "servers-file" { print $4 }' "$work/directives" |
    while IFS= read -r file; do spell "$file"; done | sort -u | directives_of
}

# The files where dnsmasq keeps who leases an address, and the places of its packages.
lease_files() {
  awk -F '\t' '
    $3 == "dhcp-leasefile" { named = 1; print $4 }
    $3 == "dhcp-range" { leases = 1 }
    END { if (leases && !named) print "/var/lib/misc/dnsmasq.leases\n/var/lib/dnsmasq/dnsmasq.leases\n/var/db/dnsmasq.leases" }' \
    "$work/directives" | while IFS= read -r file; do spell "$file"; done
}

# The files with names and addresses that dnsmasq answers from.
hosts_files() {
  awk -F '\t' '$3 == "no-hosts" { no = 1 } END { if (!no) print "/etc/hosts" }' "$work/directives"
  awk -F '\t' '$3 == "addn-hosts" || $3 == "hostsdir" { print $4 }' "$work/directives" |
    while IFS= read -r file; do
      if [ -d "$file" ]; then spell "$file"/*; else spell "$file"; fi
    done
}

# Names of ours that dnsmasq answers by itself, which fills no set. `at` tells a line that answers a name of our file;
# `below` one that answers something below such a name, or may answer it.
own_answers() {
  lease_files > "$work/leases"
  hosts_files | awk -F '\t' '
    function clean(name) { name = tolower(name); sub(/^\./, "", name); sub(/\.$/, "", name); return name }
    function above(name) { return index(name, ".") == 0 ? "#" : substr(name, index(name, ".") + 1) }
    function exact(name, place) {
      name = clean(name)
      if (name == "" || name in alone) return
      alone[name] = place
      below(name, place)
    }
    function below(name, place) {
      while ((name = above(name)) != "#") if (name in ours) { lower[place] = "below " name; return }
    }
    function found(name, place) {
      if (!(place in hit)) hit[place] = name
      else more[place]++
    }
    # The longest domain decides, and an upstream server of a domain before its local=.
    function find(name,    domain, part) {
      if (name in alone) { found(name, alone[name]); return }
      for (domain = name; ; domain = above(domain)) {
        if (domain != name && domain in wild) { found(name, wild[domain]); return }
        if (domain in address) { found(name, address[domain]); return }
        if (domain in asked) return
        if (domain in here) { found(name, here[domain]); return }
        if (domain == "#") break
      }
      for (part in ending)
        if (substr(name, length(name) - length(part) + 1) == part) { found(name, ending[part]); return }
    }

    reading == "ours" { if (/^ipset=\//) { split($0, part, "/"); ours[part[2]] } next }
    reading == "theirs" { place = $1 ": " $2; value = tolower($4) }
    reading == "theirs" && $3 == "expand-hosts" { expands = 1 }
    reading == "theirs" && $3 == "domain" {
      count = split(value, part, ",")
      if (count == 1) suffix = part[1]
      if (part[count] == "local") here[clean(part[1])] = place
    }
    # What comes last is where to ask: without it nobody is asked.
    reading == "theirs" && $3 ~ /^(address|local|server)$/ && value ~ /^\// {
      count = split(value, part, "/")
      answers = $3 == "address" || part[count] == ""
      for (i = 2; i < count; i++) {
        name = clean(part[i])
        if (name == "") continue
        if (answers) below(name, place)
        if (!answers) asked[name]
        else if (sub(/^\*\./, "", name)) { wild[name] = place; if (name in ours) lower[place] = "below " name }
        else if (sub(/^\*/, "", name)) ending[name] = place
        else if ($3 == "address") address[name] = place
        else here[name] = place
      }
    }
    reading == "theirs" && $3 ~ /^(host-record|interface-name|dynamic-host|cname)$/ {
      count = split(value, part, / *, */)
      if ($3 == "cname" && part[count] ~ /^[0-9]+$/) count--
      if ($3 ~ /^(cname|interface-name)$/) count--
      for (i = 1; i <= count; i++) if (part[i] ~ /[a-z]/ && part[i] !~ /[:*\/]/) exact(part[i], place)
    }
    reading == "theirs" && $3 == "domain" { split(value, part, / *, */); domains[clean(part[1])] }
    # A host of DHCP has the name once it has a lease.
    reading == "theirs" && $3 == "dhcp-host" {
      count = split(value, part, / *, */)
      for (i = 1; i <= count; i++) if (part[i] ~ /^[a-z][a-z0-9.-]*$/ && part[i] !~ /^(ignore|infinite)$/) leased[place] = part[i]
    }
    reading == "leases" {
      file = $0
      for (line = 1; (getline text < file) > 0; line++) {
        count = split(tolower(text), part, " ")
        if (count >= 4 && part[4] ~ /[a-z]/) leased[file ":" line ": " text] = part[4]
      }
      close(file)
    }
    function lease(name, place,    domain) {
      for (domain = name = clean(name); domain != "#"; domain = above(domain))
        if (domain in ours) lower[place] = "perhaps " name
    }
    # For those alone who ask at some of its interfaces.
    reading == "theirs" && $3 == "auth-zone" {
      split(value, part, ",")
      for (name in ours) for (domain = name; domain != "#"; domain = above(domain))
        if (domain == part[1]) lower[place] = "perhaps " name
    }
    reading == "hosts" {
      file = $0
      for (line = 1; (getline text < file) > 0; line++) {
        sub(/#.*/, "", text)
        count = split(text, part, /[ \t\r]+/)
        for (i = (part[1] == "" ? 3 : 2); i <= count; i++) {
          exact(part[i], file ":" line ": " text)
          if (expands && suffix != "" && index(part[i], ".") == 0) exact(part[i] "." suffix, file ":" line ": " text)
        }
      }
      close(file)
    }
    END {
      for (place in leased) {
        lease(leased[place], place)
        for (each in domains) lease(leased[place] "." each, place)
      }
      for (name in ours) find(name)
      for (place in hit) print "at " place " (" hit[place] (more[place] ? " and " more[place] " more" : "") ")"
      for (place in lower) if (!(place in hit)) print "below " place " (" lower[place] ")"
    }' reading=ours "$here/dnsmasq.conf" reading=theirs "$work/directives" \
    reading=leases "$work/leases" reading=hosts - | sort
}

# The lines of one kind, without it.
kind() { sed -n "s/^$1 //p" "$2"; }

check_lines() {
  directives > "$work/directives"
  server_directives > "$work/servers"
  cat "$work/servers" >> "$work/directives"
  awk -F '\t' '$3 == "conf-script" { print $1 ": " $2 }' "$work/directives" > "$work/scripts"
  [ ! -s "$work/scripts" ] || complain "note: not looked at, since that would run it: what dnsmasq reads from
$(cat "$work/scripts")"
  foreign_lines > "$work/foreign"
  [ ! -s "$work/foreign" ] || stop "other lines take names of ours:
$(cat "$work/foreign")
remove these lines: dnsmasq fills the sets of one line only"
  repeated_limits > "$work/foreign"
  [ ! -s "$work/foreign" ] || stop "dnsmasq would not start: dnsmasq.conf sets max-ttl and max-cache-ttl, and so do
$(cat "$work/foreign")
remove these lines"
  own_answers > "$work/answers"
  [ -z "$(kind at "$work/answers")" ] || stop "dnsmasq answers these names by itself, so they fill no set and stay closed:
$(kind at "$work/answers")
remove these lines, or list the addresses as networks in place of the names"
  [ -z "$(kind below "$work/answers")" ] || complain "note: dnsmasq answers some names by itself, and what it answers so stays closed:
$(kind below "$work/answers")"
}

# The running dnsmasqs. One in another network namespace serves a container.
running_dnsmasqs() {
  for process in /proc/[0-9]*; do
    { read -r name < "$process/comm"; } 2> /dev/null || continue
    case $name in dnsmasq | pihole-FTL) ;; *) continue ;; esac
    [ "$(readlink "$process/ns/net")" = "$(readlink /proc/self/ns/net)" ] || continue
    echo "${process##*/}"
  done
}

# The folders and files that a command line of dnsmasq names, as: dir or file, value.
command_line() {
  tr '\0' '\n' < "/proc/$1/cmdline" 2> /dev/null | awk '
    NR == 1 { next }
    next_kind { print next_kind, $0; next_kind = ""; next }
    $0 == "--conf-dir" || /^-[A-Za-z]*7$/ { next_kind = "dir"; next }
    $0 == "--conf-file" || /^-[A-Za-z]*C$/ { next_kind = "file"; next }
    sub(/^(--conf-dir=|-[A-Za-z]*7)/, "") { print "dir", $0; next }
    sub(/^(--conf-file=|-[A-Za-z]*C)/, "") { print "file", $0 }'
}

# Of folders, each with the endings that dnsmasq takes or leaves out, is one ours and takes our file?
names_folder() {
  awk -v file="${installed##*/}" '
    function ends(ending) { return substr(file, length(file) - length(ending) + 1) == ending }
    { count = split($0, part, / *, */)
      taken = 1
      for (i = 2; i <= count; i++) if (part[i] ~ /^\*/) taken = 0
      for (i = 2; i <= count; i++) if (part[i] ~ /^\*/ && ends(substr(part[i], 2))) taken = 1
      for (i = 2; i <= count; i++) if (part[i] !~ /^\*/ && part[i] != "" && ends(part[i])) taken = 0
      if (taken) print part[1]
    }' > "$work/folders"
  while IFS= read -r folder; do
    ! is_ours "$folder" || return 0
  done < "$work/folders"
  return 1
}

# Does one of these files, or one that they include, name our folder?
files_name_folder() {
  spell "$@" | with_included | while IFS= read -r file; do
    values conf-dir "$file"
  done > "$work/named"
  names_folder < "$work/named"
}

# Does the dnsmasq with this process number read our folder?
reads_folder() {
  command_line "$1" > "$work/line"
  ! sed -n 's/^dir //p' "$work/line" | names_folder || return 0
  if grep -q '^file ' "$work/line"; then
    sed -n 's/^file //p' "$work/line" > "$work/own_files"
    while IFS= read -r file; do ! files_name_folder "$file" || return 0; done < "$work/own_files"
    return 1
  fi
  # shellcheck disable=SC2086 # separated by spaces
  files_name_folder $DNSMASQ_FILES
}

# The local ends where clients reach a DNS server, as the kernel prints them: words in the order of the machine.
client_ends() {
  { echo 0.0.0.0; echo ::; ask_places | tr ' ' '\n'; } | awk '
    function group(text) { return substr("0000" toupper(text), length(text) + 1) }
    {
      whole = turned = ""
      if (/:/) {
        halves = split($0, half, "::")
        left = split(half[1], first, ":")
        right = halves > 1 ? split(half[2], last, ":") : 0
        for (i = 1; i <= left; i++) whole = whole group(first[i])
        for (i = left + right; i < 8; i++) whole = whole "0000"
        for (i = 1; i <= right; i++) whole = whole group(last[i])
      } else {
        split($0, byte, ".")
        whole = sprintf("%02X%02X%02X%02X", byte[1], byte[2], byte[3], byte[4])
      }
      for (i = 1; i < length(whole); i += 8)
        turned = turned substr(whole, i + 6, 2) substr(whole, i + 4, 2) substr(whole, i + 2, 2) substr(whole, i, 2)
      print whole
      print turned
    }'
}

# The sockets that clients reach on the port where dnsmasq is asked.
client_sockets() {
  client_ends > "$work/ends"
  cat /proc/net/udp /proc/net/udp6 2> /dev/null | awk -v port=":$(printf '%04X' "$(ask_port)")" '
    reading == "ends" { reached[$1 port]; next }
    $4 == "07" && $2 in reached { print "socket:[" $10 "]" }' reading=ends "$work/ends" reading=sockets - > "$work/sockets"
}

# Does the process with this number hold one of them?
holds_socket() {
  # shellcheck disable=SC2012 # names of descriptors are numbers
  ls -l "/proc/$1/fd" 2> /dev/null | awk '
    reading == "sockets" { wanted[$1]; next }
    $NF in wanted { found = 1 }
    END { exit !found }' reading=sockets "$work/sockets" reading=files -
}

# The dnsmasqs that the clients reach. Another one serves virtual machines, or this device alone.
serving_dnsmasqs() {
  client_sockets
  [ -s "$work/sockets" ] || return 0
  for number in $(running_dnsmasqs); do ! holds_socket "$number" || echo "$number"; done
}

# Who listens where clients ask.
listeners() {
  client_sockets
  [ -s "$work/sockets" ] || return 0
  for process in /proc/[0-9]*; do
    ! holds_socket "${process##*/}" || cat "$process/comm" 2> /dev/null || :
  done | sort -u
}

# What can be said of dnsmasq before it has read our names. Where an apply went before, the record tells.
check_reader() {
  has_names || return 0
  old=$(sed -n "s/^txt-record=$canary,//p" "$installed" 2> /dev/null || :)
  if [ -n "$old" ] && prove "$old" 1; then return 0; fi
  holders=$(listeners)
  case $holders in '' | *dnsmasq* | *pihole-FTL*) ;; *)
    unread "port $(ask_port) belongs to $(echo "$holders" | tr '\n' ' ')and not to dnsmasq, so no set would fill
stop it and start dnsmasq, or name the address of dnsmasq: DNSMASQ_ASK=ADDRESS#PORT sh $0 $verb"
    return ;;
  esac
  numbers=$(serving_dnsmasqs)
  for number in ${numbers:-$(running_dnsmasqs)}; do ! reads_folder "$number" || return 0; done
  if [ -z "$numbers" ]; then
    # shellcheck disable=SC2086 # separated by spaces
    ! files_name_folder $DNSMASQ_FILES || return 0
    why='none is running'
    [ -z "$(running_dnsmasqs)" ] || why='none that the clients reach is running'
    complain "note: not proved that dnsmasq reads $DNSMASQ_DIR: $why, and none of its files names the folder"
  elif for number in $numbers; do command_line "$number"; done | grep -q '^[a-z]* [^/]'; then
    complain "note: not proved that dnsmasq reads $DNSMASQ_DIR: its command line names files without their folders"
  else
    unread "the running dnsmasq does not read $installed (process $(echo "$numbers" | tr '\n' ' '| sed 's/ $//')), so no set would fill
add the line conf-dir=$DNSMASQ_DIR to its configuration and restart it, or set DNSMASQ_DIR to a folder that it reads"
  fi
}

# What a look at dnsmasq says is a reason to stop, but not to leave a closed site open: then it is said at the end,
# unless the record proves the contrary.
unread() {
  if [ "$verb" != apply ] || ! stands_open; then stop "$1"; fi
  postponed=$1
}

# Is it a closed site, and does nothing filter the clients of a family?
stands_open() {
  for family in $(families); do
    is_closed "$family" || return 1
    see "$family" "$work/now"
    ! is_idle "$work/now" || return 0
  done
  return 1
}

is_closed() { grep -q "^-A $chain_prefix-IN -j DROP" "$(rules "$1")"; }

# No jump of ours that packets meet, or no chain.
is_idle() {
  ! grep -q "^-A $chain_prefix-OUT " "$1" || ! present_jumps "$1" | grep -q -e " -[gj] $chain_prefix-OUT\$"
}

# Forward hooks of other tables: a packet that one of them drops is dropped, whatever our rules accept. As: all, where
# nothing can pass, or some; family, table and chain.
foreign_hooks() {
  if there nft && knows_nft; then
    { nft -t list ruleset 2> /dev/null || nft list ruleset 2> /dev/null || :; } | awk -v own="$own_chain" \
      -v kind="$other" -v clients4="$clients_v4" -v clients6="$clients_v6" '
      function ends() {
        if (family == "ip" && clients4 == "" || family == "ip6" && clients6 == "") return
        if (kind == "legacy" && table == "filter" && (family == "ip" || family == "ip6")) return
        if (let) return
        if (every) print (passes ? "some" : "all"), family, table, chain
        else if (some) print "some", family, table, chain
        else if (jumps) jumping[family " " table] = chain
      }
      BEGIN { count = split(clients4 " " clients6, client, " ") }
      /^table / { family = $2; table = $3; dormant = 0 }
      /^\tflags .*dormant/ { dormant = 1 }
      /^\tchain / { chain = $2; hooked = other = every = some = passes = jumps = let = 0; next }
      /^\t}/ { if (hooked && !dormant) ends(); hooked = 0; chain = ""; next }
      chain == "" { next }
      / hook / && !/ hook forward / { other = 1; next }
      / hook forward / { hooked = family ~ /^(ip|ip6|inet)$/; every = /policy drop/; next }
      {
        # What only counts, logs or explains goes; what is between quotes is a name or a text.
        gsub(/"[^"]*"/, "\"\"")
        gsub(/ *(counter( packets [0-9]+ bytes [0-9]+)?|comment ""|log( prefix ""| (level|flags|group) [a-z0-9,]+)*)/, "")
        sub(/^[ \t]+/, "")
      }
      other { next }
      !hooked { if (/(^| )(drop|reject)( |$)/) dropping[family " " table]; next }
      every == 2 { next }
      /^(drop|reject)( |$)/ { every = 2; next }
      /(^| )(drop|reject)( |$)/ && !/ct state invalid/ { some = 1 }
      $0 ~ "(jump|goto) " own "$" { next }
      /ct state/ && !/new/ { next }
      / (accept|return)$/ || /^(accept|return)$/ || /(jump|goto|vmap|queue)/ { passes = 1 }
      /(jump|goto|vmap)/ { jumps = 1 }
      / accept$/ { for (i = 1; i <= count; i++) if (index($0, client[i])) let = 1 }
      END { for (each in jumping) if (each in dropping) print "some", each, jumping[each] }'
    [ "$other" = legacy ] || return 0
  fi
  for name in $(other_programs); do
    save "$name" "$work/left" 2> /dev/null || continue
    awk -v name="$name" -v own="^$own_chain\$" '
      /^:FORWARD DROP/ { every = 1 }
      $1 != "-A" || $2 != "FORWARD" || every == 2 || $NF ~ own { next }
      /^-A FORWARD -j (DROP|REJECT)/ { every = 2; next }
      /-j (DROP|REJECT)/ { some = 1; next }
      !/--ctstate (RELATED,)?ESTABLISHED|LOG/ { passes = 1 }
      END { if (every) print (passes ? "some" : "all"), name, "filter FORWARD"; else if (some) print "some", name, "filter FORWARD" }' "$work/left"
  done
}

check_hooks() {
  foreign_hooks > "$work/hooks"
  if grep -q '^some ' "$work/hooks"; then
    complain "note: these chains drop forwarded packets too, and an ACCEPT of these rules does not overrule them:
$(sed -n 's/^some //p' "$work/hooks")"
  fi
  ! grep -q '^all ' "$work/hooks" || stop "these chains drop all forwarded packets, and an ACCEPT of these rules does not overrule them:
$(sed -n 's/^all //p' "$work/hooks")
allow $clients_v4 $clients_v6 and the answers to these networks there too"
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
      for family in $5; do
        if [ "$family" = 4 ]; then program=$2; else program=$3; fi
        "$program-restore" --noflush -w 10 "$1/rules.v$family" || exit "$family"
      done' sh "$here" "$IPTABLES" "$IP6TABLES" "$work/trial" "$(families)"
    return
  fi
  complain 'unshare is missing or not allowed: the sets and the lines that match them are not tested'
  for family in $(families); do
    grep -v -e ' --match-set ' "$(rules "$family")" > "$work/test"
    "$(program "$family")-restore" --noflush -w 10 --test "$work/test" || return "$family"
  done
}

need() { for name in "$@"; do there "$name" || cannot "$name is missing; install it"; done; }

check_programs() {
  for family in $(families); do
    name=$(program "$family")
    need "$name" "$name-save" "$name-restore"
  done
  need ipset awk
  for name in rules.v4 rules.v6 sets.ipset dnsmasq.conf; do
    [ -f "$here/$name" ] || cannot "$name is missing beside apply.sh; copy the whole folder"
  done
}

# Of a command its first word, when it is a plain one: only that can be looked for.
first_word() { echo "$1" | awk 'NF { for (i = 1; i <= NF; i++) if ($i !~ /^[A-Za-z_][A-Za-z0-9_]*=/) { if ($i !~ /[^A-Za-z0-9_.\/+:-]/) print $i; exit } exit }'; }

check_commands() {
  need dnsmasq sha256sum
  [ -d "$DNSMASQ_DIR" ] || stop "$DNSMASQ_DIR is not a folder; set DNSMASQ_DIR"
  for command in "$DNSMASQ_TEST" "$DNSMASQ_RESTART"; do
    word=$(first_word "$command")
    [ -z "$word" ] || there "$word" || stop "the command \"$command\" cannot run: $word is missing; set DNSMASQ_TEST and DNSMASQ_RESTART"
  done
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

# The site that names are installed for, as: spec, site. A remove or an apply that was broken off leaves only the second
# file.
owner() {
  for file in "$installed" "$before"; do
    line=$(sed -n '/^#/ { p; q; }' "$file" 2> /dev/null || :)
    [ -n "$line" ] || continue
    echo "$line"
    return
  done
}
spec_and_site() { sed -n 's|^# \([a-z0-9-]*\), site \([a-z0-9-]*\): .*|\1/\2|p'; }
this_site() { head -n 1 "$here/dnsmasq.conf" | spec_and_site; }

# What a saved table says of the owner, as: spec/site.
owner_of() { sed -n "s|^-A $owner_chain -m comment --comment \"\\([a-z0-9-]*/[a-z0-9-]*\\)\"\$|\\1|p" "$1"; }
owner_lines() { printf ':%s - [0:0]\n-A %s -m comment --comment "%s"\n' "$owner_chain" "$owner_chain" "$(this_site)"; }

# What is loaded under our prefix, whoever loaded it. As: owner SPEC/SITE, or else what there is.
loaded_parts() {
  for name in "$IPTABLES" "$IP6TABLES" $(other_programs); do
    if ! there "$name-save" || ! save "$name" "$work/left" 2> /dev/null; then continue; fi
    owner_of "$work/left" | sed 's/^/owner /'
    ! holds_ours "$work/left" || echo "chains in $name"
  done
  [ -z "$(own_sets)" ] || echo 'sets in ipset'
}

is_given() { [ -n "$1" ] && { [ "$given_owner" = "${1#*/}" ] || [ "$given_owner" = "$1" ]; }; }

# Takes the owner that another site has, and what shows it.
refuse_owner() {
  stop "another spec or site is applied with the prefix $set_prefix:
$2
if that site was renamed to this one: sh $0 $verb --owner $1
otherwise run its own apply.sh remove first, or give this site a prefix of its own"
}

# Sets, chains and jumps carry the prefix alone: those of another site would be replaced, and its clients be open. The
# names may be in a folder that is not looked at, so the rules say whose they are too.
check_owner() {
  mine=$(this_site)
  theirs=$(owner)
  parsed=$(echo "$theirs" | spec_and_site)
  loaded_parts > "$work/parts"
  if [ -n "$theirs" ] && [ "$theirs" != "$(head -n 1 "$here/dnsmasq.conf")" ]; then
    [ -n "$parsed" ] || stop "another spec or site is applied with the prefix $set_prefix:
$theirs
remove $installed when nobody needs it"
    [ "$parsed" = "$mine" ] || is_given "$parsed" || refuse_owner "$parsed" "$theirs"
  fi
  sed -n 's/^owner //p' "$work/parts" | sort -u > "$work/owners"
  while read -r site; do
    [ "$site" = "$mine" ] || is_given "$site" || refuse_owner "$site" "the loaded chains are of $site"
  done < "$work/owners"
  if [ -n "$theirs" ] || [ -s "$work/owners" ] || [ ! -s "$work/parts" ] || is_given "$mine"; then return 0; fi
  stop "the prefix $set_prefix is in use, and nothing says by which site:
$(cat "$work/parts")
names of that site are not in $DNSMASQ_DIR; if they are elsewhere, set DNSMASQ_DIR
if all that is of this site: sh $0 $verb --owner $mine"
}

# Comes before all else, so that whatever a broken-off apply leaves has an owner. One family is enough for that.
mark_owner() {
  for family in $(families); do
    [ "$(owner_of "$work/saved$family")" != "$(this_site)" ] || return 0
    { echo '*filter'; owner_lines; echo COMMIT; } > "$work/mark"
    restore "$(program "$family")" "$work/mark" || give_up "IPv$family failed: nothing is changed"
    marked=$family
    return
  done
}

check() {
  check_programs
  check_commands
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
  check_lines
  check_reader
  check_hooks
  leftovers > "$work/elsewhere"
  while read -r name; do
    complain "note: chains of these files are in $name, which these files do not use any more: apply takes them away"
  done < "$work/elsewhere"
}

has_names() { grep -q '^ipset=' "$here/dnsmasq.conf"; }

# What the record says: a digest of all lines that dnsmasq heeds.
digest() { sed '/^#/d' "$here/dnsmasq.conf" | sha256sum | sed 's/ .*//'; }

# The names as they are installed.
wanted_names() {
  cat "$here/dnsmasq.conf"
  ! has_names || printf '%s\n' "$canary_note" "txt-record=$canary,$(digest)"
}

ask_port() { case $DNSMASQ_ASK in *'#'*) echo "${DNSMASQ_ASK#*'#'}" ;; *) echo 53 ;; esac; }

# The addresses of this device in the clients' networks of a family: there they ask.
client_addresses() {
  for client in $(clients "$1"); do ip -o address show to "$client" 2> /dev/null || :; done |
    awk '!/ (tentative|dadfailed)/ { sub(/\/.*/, "", $4); print $4 }'
}

# Where to ask: a line of addresses for each family. Another server may have the addresses that no client asks.
ask_places() {
  if [ -n "$DNSMASQ_ASK" ]; then
    echo "${DNSMASQ_ASK%%'#'*}"
    return
  fi
  for family in 4 6; do
    client_addresses "$family" | awk '{ line = line (NR > 1 ? " " : "") $0 } END { if (NR) print line }'
  done | grep . || echo 127.0.0.1
}

asker() {
  if there dig; then echo dig
  elif there nslookup; then echo nslookup
  elif there busybox && busybox --list | grep -qx nslookup; then echo 'busybox nslookup'
  fi
}

# Asks a program at an address for the record and says what it answers. Ends with 1 when nobody answers.
ask() {
  if [ "$1" = dig ]; then
    dig +short +time=1 +tries=2 -p "$3" -t txt "$canary." "@$2" > "$work/reply" 2>&1 || return 1
  else
    $1 -type=txt -timeout=1 -retry=2 "-port=$3" "$canary." "$2" > "$work/reply" 2>&1 ||
      grep -qi "can't find\|no answer" "$work/reply" || return 1
  fi
  sed -n 's/.*"\([0-9a-f]*\)".*/\1/p' "$work/reply"
}

# Does dnsmasq answer the record with this digest? Asks again as often as is said, a second apart. Ends with 1 when it
# does not, and with 2 when nobody can ask; $heard says why.
prove() {
  with=$(asker)
  heard='dig, nslookup and busybox are missing, so dnsmasq was not asked whether it reads the names'
  [ -n "$with" ] || return 2
  ask_places > "$work/places"
  round=1
  until prove_places "$1"; do
    [ "$round" -lt "$2" ] || return 1
    round=$((round + 1))
    sleep 1
  done
}

# Each family needs its own answer: clients of one do not reach the addresses of the other.
prove_places() {
  while IFS= read -r place; do prove_place "$1" "$place" || return 1; done < "$work/places"
}

# Of some addresses the first that answers decides.
prove_place() {
  late=
  for address in $2; do
    if ! answer=$(ask "$with" "$address" "$(ask_port)" < /dev/null); then
      grep -qi refused "$work/reply" || late=' in time'
      continue
    fi
    [ "$answer" != "$1" ] || return 0
    heard="the DNS server at $address, port $(ask_port), has not read $installed"
    [ -z "$answer" ] || heard="the DNS server at $address, port $(ask_port), has read an earlier $installed"
    return 1
  done
  heard="no DNS server answers$late at $2, port $(ask_port)"
  return 1
}

# Puts the names where dnsmasq reads them; they count only after the restart.
install_names() {
  wanted_names > "$work/names.conf"
  [ -e "$before" ] || ! cmp -s "$work/names.conf" "$installed" || return 0
  restart=yes
  mkdir "$work/was"
  for file in "$installed" "$before"; do [ ! -e "$file" ] || cp "$file" "$work/was"; done
  if ! cmp -s "$work/names.conf" "$installed"; then
    for file in "$before" "$installed"; do [ ! -e "$file" ] || cat "$file"; done > "$before.new"
    mv "$before.new" "$before"
  fi
  cp "$work/names.conf" "$before.new"
  mv "$before.new" "$installed"
}

# Makes a file what it was.
reinstall() {
  [ -d "$work/was" ] || return 0
  if [ -e "$work/was/${1##*/}" ]; then
    cp "$work/was/${1##*/}" "$before.new"
    mv "$before.new" "$1"
  else
    rm -f "$1"
  fi
}

# Without the lock, which a server that is started here would keep.
restart_dnsmasq() { sh -c "$DNSMASQ_RESTART" 9<&-; }

# What dnsmasq reads now counts for the addresses that are known.
settle_sets() {
  # Only after the restart: the old dnsmasq would have filled them again.
  sed -n 's/^empty /flush /p' "$work/plan" | ipset restore
  seed_sets
  close_sets
}

# A restart and no signal: SIGHUP does not read ipset= lines again. It also empties the cache, whose answers would
# not fill a set a second time. Sets $proof.
restart_names() {
  proof=0
  if has_names; then prove "$(digest)" 1 || proof=$?; fi
  [ "$proof" != 1 ] || restart=yes
  [ "$restart" = yes ] || return 0
  restart_dnsmasq || fall_back
  settle_sets
  proof=0
  if has_names; then prove "$(digest)" 4 || proof=$?; fi
  # Without an answer it stays: the next apply restarts dnsmasq and closes the sets once more.
  [ "$proof" = 1 ] || rm -f "$before"
}

# One at a time. The kernel gives the lock of the folder back however this script ends; without flock there is none.
take_turn() {
  if [ ! -d "$DNSMASQ_DIR" ] || ! there flock; then return 0; fi
  exec 9< "$DNSMASQ_DIR"
  # Some shells give no descriptor above 2 to what they start, unless it is named there.
  flock 9 9<&9
}

apply() {
  take_turn
  check
  for family in $(families); do see "$family" "$work/saved$family"; done
  own_sets > "$work/own"
  cp "$work/loaded" "$work/old_sets"
  mark_owner
  load_sets
  install_names
  sh -c "$DNSMASQ_TEST" > "$work/said" 2>&1 || give_up "dnsmasq refuses its configuration: $(cat "$work/said")"
  if [ -e "$before" ]; then plan_change "$before" "$installed" > "$work/plan"; else : > "$work/plan"; fi
  seed_sets
  [ ! -e "$work/seeds" ] || mv "$work/seeds" "$work/given"
  load_families
  restart_names
  leftovers > "$work/elsewhere"
  while read -r name; do clear_table "$name"; done < "$work/elsewhere"
  own_sets > "$work/own"
  without "$work/own" "$work/sets" | destroy_sets || complain 'sets that these files do not need stay: another rule uses them'
  case $proof in
    0) ;;
    2)
      [ -z "$postponed" ] || stop "the rules are loaded, but $postponed"
      complain "note: not proved: $heard; install one of them"
      ;;
    *) stop "the rules are loaded, but $heard, so nothing proves that the sets fill
$(way_to_dnsmasq)
to take the rules away: sh $0 remove" ;;
  esac
}

way_to_dnsmasq() {
  echo "if dnsmasq is stopped: $DNSMASQ_RESTART
if it does not read the folder: add conf-dir=$DNSMASQ_DIR to its configuration, then run: sh $0 apply
if it listens elsewhere: DNSMASQ_ASK=ADDRESS#PORT sh $0 apply"
}

# Each family is one transaction.
load_families() {
  ready=
  for family in $(families); do
    if load_family "$family"; then
      ready=$family
      continue
    fi
    [ -n "$ready" ] || give_up "IPv$family failed: nothing is changed"
    put_back "$(program "$ready")" "$work/saved$ready" || complain "IPv$ready is not put back; run: sh $0 apply"
    give_up "IPv$family failed: IPv$ready is put back"
  done
}

# The restart failed: all is made what it was. The names that are installed stay in the second file until dnsmasq runs
# with the old ones, since it may have answered for the new ones.
fall_back() {
  complain "dnsmasq did not restart: $DNSMASQ_RESTART"
  for family in $(families); do
    put_back "$(program "$family")" "$work/saved$family" || complain "IPv$family is not put back; run: sh $0 apply"
  done
  if [ -d "$work/was" ]; then
    for file in "$before" "$installed"; do [ ! -e "$file" ] || cat "$file"; done > "$before.new"
    mv "$before.new" "$before"
    reinstall "$installed"
  fi
  take_back
  if restart_dnsmasq; then
    if [ -e "$installed" ] && [ -e "$before" ]; then
      plan_change "$before" "$installed" > "$work/plan"
      settle_sets
    fi
    reinstall "$before"
    said='rules, sets and names are as before, and dnsmasq has restarted with them; mend what it reports, then run apply again'
  else
    said="rules, sets and names are as before, but dnsmasq does not restart with them either; mend what it reports, then run: $DNSMASQ_RESTART"
  fi
  return_sets
  stop "$said"
}

# Takes back what was added to sets.
take_back() {
  [ -s "$work/given" ] || return 0
  sed 's/^add \([^ ]* [^ ]*\) .*/del \1/' "$work/given" | ipset -exist restore
}

# Takes back the sets that are new, and what others were changed to.
return_sets() {
  own_sets > "$work/loaded"
  without "$work/loaded" "$work/own" | destroy_sets
  loaded_sets > "$work/loaded"
  redefine_sets "$work/loaded" "$work/old_sets"
}

# Before the restart: dnsmasq has read nothing yet.
give_up() {
  for file in "$installed" "$before"; do reinstall "$file"; done
  take_back
  [ -z "$marked" ] || put_back "$(program "$marked")" "$work/saved$marked" ||
    complain "IPv$marked is not put back; run: sh $0 apply"
  return_sets
  stop "$1"
}

remove() {
  take_turn
  need ipset awk
  for family in $(families); do need "$(program "$family")-save" "$(program "$family")-restore"; done
  [ -d "$DNSMASQ_DIR" ] || stop "$DNSMASQ_DIR is not a folder; set DNSMASQ_DIR"
  check_owner
  for family in $(families); do see "$family" "$work/saved$family"; done
  { for family in $(families); do program "$family"; done; leftovers; } | sort -u > "$work/programs"
  while read -r name; do clear_table "$name" keep; done < "$work/programs"
  own_sets | destroy_sets || stop "the chains are gone, but a rule that is not of these files uses a set; remove it, then run: sh $0 remove"
  while read -r name; do clear_table "$name"; done < "$work/programs"
  if [ -s "$work/parts" ] && has_names && [ ! -e "$installed" ] && [ ! -e "$before" ]; then
    complain "note: no names of this site are in $DNSMASQ_DIR; if they are in another folder: DNSMASQ_DIR=FOLDER sh $0 remove"
  fi
  rm -f "$before.new"
  if [ ! -e "$installed" ] && [ ! -e "$before" ]; then return 0; fi
  # It stays under the other name until dnsmasq was restarted, so that a broken-off remove is taken up again.
  [ ! -e "$installed" ] || mv "$installed" "$before"
  restart_dnsmasq || stop "rules, sets and names are gone, but dnsmasq did not restart; mend what it reports, then run: sh $0 remove"
  rm -f "$before"
}

# Says what differs.
status() {
  check_programs
  differs=no
  for family in $(families); do
    see "$family" "$work/now"
    own "$(rules "$family")" > "$work/wanted"
    own "$work/now" | grep -v -e "^:$owner_chain " -e "^-A $owner_chain " > "$work/loaded" || :
    wanted_jumps "$family" | sort > "$work/wanted_jumps"
    present_jumps "$work/now" | sort > "$work/present_jumps"
    site=$(owner_of "$work/now")
    if [ -n "$site" ] && [ "$site" != "$(this_site)" ]; then
      echo "rules.v$family: the loaded chains are of $site"
      differs=yes
    fi
    if is_idle "$work/now"; then
      unfiltered "$family"
      continue
    fi
    compare "rules.v$family"
    mv "$work/wanted_jumps" "$work/wanted"
    mv "$work/present_jumps" "$work/loaded"
    compare "the jumps of rules.v$family"
  done
  leftovers > "$work/elsewhere"
  while read -r name; do
    echo "chains of these files are in $name, which these files do not use any more"
    differs=yes
  done < "$work/elsewhere"
  wanted_sets | sort > "$work/wanted"
  loaded_sets | sort > "$work/loaded"
  compare sets.ipset
  cp "$here/dnsmasq.conf" "$work/wanted"
  sed "/^$canary_note\$/d; /^txt-record=$canary,/d" "$installed" > "$work/loaded" 2> /dev/null || :
  compare dnsmasq.conf
  status_of_dnsmasq
  [ "$differs" = no ] || complain "what is loaded is not what these files say; run: sh $0 apply"
  [ "$differs" = no ]
}

unfiltered() {
  what="the IPv$1 clients of this site are not filtered"
  is_closed "$1" || what="the listed places are not opened to the IPv$1 clients of this site"
  why='no jump leads to their chains'
  [ -s "$work/loaded" ] || [ -s "$work/present_jumps" ] || why='nothing of this file is loaded'
  echo "rules.v$1: $why: $what"
  differs=yes
}

status_of_dnsmasq() {
  if [ -e "$before" ]; then
    echo 'dnsmasq was not restarted since its names changed'
    differs=yes
  fi
  has_names || return 0
  proof=0
  prove "$(digest)" 1 || proof=$?
  case $proof in
    0) ;;
    2) complain "note: not proved: $heard; install one of them" ;;
    *)
      echo "$heard, so nothing proves that the sets fill"
      differs=yes
      ;;
  esac
}

compare() {
  diff "$work/wanted" "$work/loaded" > "$work/difference" && return 0
  echo "$1: < as it should be, > as it is"
  grep '^[<>]' "$work/difference"
  differs=yes
}

usage() {
  echo 'usage: apply.sh check|apply|remove|status
       apply.sh check|apply|remove --owner SITE' >&2
  exit 2
}

# Other ends than 0, 1 and 2 are those of a program that failed where nobody expected it.
finish() {
  status=$?
  rm -rf "$work"
  if [ "$status" = 0 ] || [ "$status" = 1 ] || [ "$usable" = no ]; then exit "$status"; fi
  complain "broken off, a program ended with $status; to see how things are: sh $0 status"
  exit 1
}

verb=${1-}
given_owner=
case $verb in check | apply | remove | status) ;; *) usage ;; esac
case $#:$verb:${2-} in
  1:*) ;;
  3:status:*) usage ;;
  3:*:--owner) given_owner=$3 ;;
  *) usage ;;
esac
usable=yes
[ "$(id -u)" = 0 ] || cannot 'only root may look at packet filters; run it with sudo'
restart=no
marked=
postponed=
other=$(other_kind)
work=$(mktemp -d)
trap finish EXIT
trap 'exit 1' HUP INT TERM
"$verb"
