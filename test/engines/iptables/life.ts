import type { Lab, Pace } from './lab.ts';
import type { Promised } from './promised.ts';
import type { Tables } from './table.ts';

/** What apply.sh said and did after the first apply, step by step. */
export type Life = {
  readonly appliedAgain: string;
  readonly drift: string;
  readonly foreign: string;
  readonly badSix: string;
  /** What the client reached after all this. */
  readonly tables: Tables;
  readonly removed: string;
  readonly tablesAfterRemove: Tables;
};

/** What the packet filters, sets and names of the router are, without counters and times. */
export const stateOf = `
for p in $ipt $ip6t; do $p-save -t filter | grep -v '^#' | sed 's/\\[.*//'; done
ipset save | sed 's/ timeout .*//; s/ initval .*//' | sort
for file in dnsmasq.d/* dnsmasq.d/.[!.]*; do [ ! -f "$file" ] || { echo "$file"; cat "$file"; }; done
`;

/** Applies again, drifts, fails and removes: `first` is the state of the router before the files were applied. */
export async function live(
  lab: Lab,
  { chains }: Promised,
  first: string,
  tables: (pace?: Pace) => Promise<Tables>,
  paceAfter: Pace,
): Promise<Life> {
  const appliedAgain = await lab.router(`
    apply apply; apply apply; apply status; echo "status $?"
    for p in $ipt $ip6t; do $p -S FORWARD | grep ${chains}-; $p -S INPUT | grep ${chains}-; done`);
  // A rule that opens everything, put in by hand.
  const drift = await lab.router(`
    $ipt -I ${chains}-OUT -j ACCEPT; apply status; echo "status $?"
    apply apply; apply status; echo "status $?"`);
  const foreign = await lab.router(`
    name=$(sed -n 's|^ipset=/\\([^/]*\\)/.*|\\1|p' iptables/dnsmasq.conf | head -n 1)
    echo "ipset=/$name/other" > dnsmasq.d/other.conf
    for verb in check apply; do apply $verb 2>&1 | sed "s|$PWD/||"; done; rm dnsmasq.d/other.conf`);
  const badSix = await lab.router(`
    state() { ${stateOf} }
    state > before; cp -r iptables good
    sed -i 's/-j DROP$/-j NOTHING/' iptables/rules.v6
    sed -i /443/d iptables/rules.v4; sed -i /^ipset=/d iptables/dnsmasq.conf
    apply apply > said 2>&1; echo "apply $?"; tail -n 1 said
    state | diff before - && echo unchanged; rm -r iptables; mv good iptables`);
  const after = await tables();
  const removed = await lab.router(`
    apply remove; echo "remove $?"; state() { ${stateOf} }
    state > after; apply remove; echo "remove $?"
    cat > first <<'END'\n${first}\nEND\ndiff first after && echo 'as before'`);
  return {
    appliedAgain,
    drift,
    foreign,
    badSix,
    tables: after,
    removed,
    tablesAfterRemove: await tables(paceAfter),
  };
}
