# For killed.test.ts, on the router of ../namespace.ts: ends apply.sh at its calls, each time from the same state.
# A test defines begin (restores what is there before), end (what is ended) and after (what runs then).

# The shell reports each process that is ended.
exec 2> /dev/null
nap="$(command -v sleep) 0.05"
mkdir bin tmp state
# What ended scripts leave behind goes with this directory.
export TMPDIR=$PWD/tmp

# dnsmasq knows the names that were there when it started.
cat > start-dnsmasq.sh << 'END'
cd "$(dirname "$0")" && sh restart.sh && rm -rf read && cp -a dnsmasq.d read
END

# Every program that changes or asks something outside of apply.sh's own directory notes its call. Before the call that
# $aim selects, it ends apply.sh and all that apply.sh has started: its whole group of processes.
for program in $ipt-restore $ip6t-restore ipset mktemp mkdir mv rm ln cp sync conntrack dig restart; do
  real=$(command -v "$program" || echo "sh $PWD/start-dnsmasq.sh")
  cat > "bin/$program" << END
#!/bin/sh
[ -n "\$counted" ] || exec $real "\$@"
# The calls of an undo itself, after its time. The apply that it runs is one as any other.
[ "\$counted" = yes ] || { [ -e $PWD/over ] && ! tr '\\0' ' ' < /proc/\$PPID/cmdline | grep -q current/apply.sh; } || exec $real "\$@"
# Not in the namespace in which check tries the files.
[ "\$(readlink /proc/self/ns/net)" = "$(readlink /proc/self/ns/net)" ] || exec $real "\$@"
# Programs at both ends of a pipe note their calls at the same time.
echo "$program \$\$" >> $PWD/calls
[ "\$(awk "\$aim" $PWD/calls)" = "$program \$\$" ] || exec $real "\$@"
echo $program >> $PWD/killed
kill -KILL 0
END
done
# No waiting, except that for a confirmation that nobody gives.
cat > bin/sleep << END
#!/bin/sh
[ "\$1" != 900 ] || exec $(command -v sleep) 900
[ "\$1" != 70 ] || : > $PWD/over
END
chmod +x bin/*
PATH=$PWD/bin:$PATH
export DNSMASQ_RESTART=restart
restart
cp -r iptables old

use() { cp "$1"/* iptables/; }
apply_silently() { apply apply > /dev/null; }
bare() {
  printf '*filter\n:FORWARD ACCEPT [0:0]\n:INPUT ACCEPT [0:0]\nCOMMIT\n' > bare.rules
  "$ipt-restore" < bare.rules
  "$ip6t-restore" < bare.rules
  ipset destroy
}

# Keeps in a directory all that the device has.
keep() {
  rm -rf "$1"
  mkdir "$1"
  "$ipt-save" -t filter > "$1/v4"
  "$ip6t-save" -t filter > "$1/v6"
  ipset save > "$1/sets"
  cp -a dnsmasq.d read state "$1"
}

# Restores all that the directory has.
back_to() {
  bare
  ipset restore < "$1/sets"
  "$ipt-restore" < "$1/v4"
  "$ip6t-restore" < "$1/v6"
  rm -rf dnsmasq.d state tmp/*
  cp -a "$1/read" dnsmasq.d
  restart
  rm -rf dnsmasq.d
  cp -a "$1/dnsmasq.d" "$1/state" .
}

# What a directory has, without what differs each time: dates, counters, random numbers and the time left.
kept() {
  sort "$1/v4" "$1/v6" "$1/sets" |
    sed -e '/^#/d' -e 's/ \[[0-9:]*\]$//' -e 's/ initval [^ ]*//' -e '/^add/s/ timeout [0-9]*//'
  (cd "$1" && find dnsmasq.d read state | sort && find dnsmasq.d read state -type f | sort | xargs cksum)
}

# Runs VERB of a copy of apply.sh up to the aim. Arguments: its directory, VERB, and "undo" to count only the calls of one.
end_at() {
  rm -f killed over
  : > calls
  # shellcheck disable=SC2086 # a shell and a verb, with their options
  aim=$aim counted=${3:-yes} setsid -w $SHELL_OF_APPLY "$1/apply.sh" $2 > /dev/null
}

# Ends it at the calls FIRST, FIRST + STEP, ... until there are no more.
at_calls() {
  moment=$1
  while aim="NR == $moment"; begin; end; [ -e killed ]; do
    after
    moment=$((moment + $2))
  done
  [ "$(wc -l < calls)" -ge "$moment" ] || echo whole
}

# Ends it at the first and at the last call of each program: of these calls at FIRST, FIRST + STEP, ...
at_kinds() {
  aim=0
  begin
  end
  awk '{ count[$1]++ } END { for (each in count) { print each, 1; if (count[each] > 1) print each, count[each] } }' calls |
    sort | awk -v first="$1" -v step="$2" 'NR % step == first % step' > aims
  : > ended
  while read -r program number <&8; do
    aim="\$1 == \"$program\" && ++count == $number"
    moment="$program $number"
    begin
    end
    after
    cat killed >> ended
  done 8< aims
  awk '{ print $1 }' aims | sort -u > kinds
  ! sort -u ended | cmp -s - kinds || echo whole
}

# What is there now.
is() { apply status > said && echo "$1 0" || { echo "$1 1, call $moment"; cat said; }; }
is_kept() { cmp -s state/spt/current/sets.ipset "$1/sets.ipset"; }
which_is_kept() {
  ! is_kept old || echo 'kept old'
  ! is_kept next/iptables || echo 'kept new'
}
count_of_state() { find state/spt -mindepth 1 -maxdepth 1 ! -name undo.log | wc -l; }
remove_all() {
  apply remove > /dev/null
  # shellcheck disable=SC2046 # as one line
  echo "remove $?" $(ipset list -name) $(ls -A dnsmasq.d state) $("$ipt-save" -t filter | grep -c SPT)
}
