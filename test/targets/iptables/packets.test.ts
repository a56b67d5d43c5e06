import { join } from 'node:path';
import { describe, expect } from '@jest/globals';
import type { SiteWords, SpecWords } from '../../support/policy.ts';
import { needsNamespace } from '../../support/programs.ts';
import { inNamespace, programsOf, variants } from './namespace.ts';
import { renderWords } from './render.ts';

// A client, this device and a server, each in a network namespace of its own. The device answers names with dnsmasq:
// all of example.com is the server, and rebind.example.com is an address in private space that the server has too.
const network = `
exec 2>&1
peer=${join(import.meta.dirname, 'peer.mjs')}
node=${process.execPath}
unshare -n sleep 30 > /dev/null 2>&1 & client=$!
unshare -n sleep 30 > /dev/null 2>&1 & server=$!
pids="$client $server"
trap 'kill $pids $(cat dnsmasq.pid upstream.pid 2> /dev/null) 2> /dev/null' EXIT
sleep 0.2
at() { pid=$1; shift; nsenter -t "$pid" -n "$@"; }
ip link set lo up
ip link add c type veth peer name eth0 netns $client
ip link add s type veth peer name eth0 netns $server
ip address add 192.0.2.1/24 dev c; ip link set c up
ip address add 198.51.100.1/24 dev s; ip address add 10.7.0.254/24 dev s; ip link set s up
for end in "$client 192.0.2.2/24 192.0.2.1" "$server 198.51.100.2/24 198.51.100.1"; do
  set -- $end
  at $1 ip address add $2 dev eth0; at $1 ip link set lo up; at $1 ip link set eth0 up; at $1 ip route add default via $3
done
at $server ip address add 10.7.0.1/24 dev eth0
echo 1 > /proc/sys/net/ipv4/ip_forward
cat > names.conf <<'END'
no-resolv
no-hosts
bind-interfaces
listen-address=192.0.2.1
server=198.51.100.2
END
# Only answers from elsewhere fill a set, so the server is the one who knows the names.
nsenter -t $server -n dnsmasq -C /dev/null --no-resolv --no-hosts --user=root --pid-file=$PWD/upstream.pid \\
  --address=/example.com/198.51.100.2 --address=/rebind.example.com/10.7.0.1 > /dev/null 2>&1
export DNSMASQ_TEST="dnsmasq --test -C $PWD/names.conf --conf-dir=$PWD/dnsmasq.d"
export DNSMASQ_RESTART="kill \\$(cat $PWD/dnsmasq.pid 2> /dev/null) 2> /dev/null; sleep 0.2; dnsmasq -C $PWD/names.conf --conf-dir=$PWD/dnsmasq.d --user=root --pid-file=$PWD/dnsmasq.pid > /dev/null 2>&1"
nsenter -t $server -n $node $peer serve 80 443 > /dev/null 2>&1 & pids="$pids $!"
# A router that lets nothing into itself, and an additive site that refuses the rest by its own last rule.
$ipt -P INPUT DROP
$ipt -A INPUT -m conntrack --ctstate ESTABLISHED -j ACCEPT
$ipt -A FORWARD -m conntrack --ctstate ESTABLISHED -j ACCEPT
$ipt -A FORWARD -s 192.0.2.0/24 -p tcp --dport 80 -j ACCEPT
$ipt -A FORWARD -s 192.0.2.0/24 -p tcp -j REJECT --reject-with tcp-reset
sleep 0.3
`;

const words: SpecWords = {
  groups: [
    { id: 'web', to: { https: ['www.example.com', 'rebind.example.com'] } },
    { id: 'dns', to: { dns: ['resolvers'] } },
  ],
};

function packets(site: SiteWords, commands: string): string[] {
  return inNamespace(renderWords({ ...words, site }), 'nft', network + commands)
    .stdout.trim()
    .split('\n');
}

const ask = (pairs: string) => `at $client $node $peer ask 192.0.2.1 ${pairs}`;

describe('real packets', () => {
  const it = needsNamespace(...variants.flatMap(programsOf), 'ip', 'nsenter');

  it('a closed site: listed names are open at the first connect, all else is refused at once', () => {
    const pairs =
      'www.example.com 443 www.example.com 80 other.example.com 443 rebind.example.com 443 x.www.example.com 443';
    expect(packets({ enforce: 'closed' }, `apply apply; ${ask(pairs)}`)).toEqual([
      'www.example.com 443 open',
      'www.example.com 80 ECONNREFUSED',
      // One address for both names: this is what the caveat on addresses says.
      'other.example.com 443 open',
      // In its set, and yet refused: the guard stands before the sets.
      'rebind.example.com 443 ECONNREFUSED',
      'x.www.example.com 443 open',
    ]);
  });

  it('an address that no listed name gave is refused', () => {
    expect(packets({ enforce: 'closed' }, `apply apply; ${ask('other.example.com 443')}`)).toEqual([
      'other.example.com 443 ECONNREFUSED',
    ]);
  });

  it("an additive site: the guard keeps its hold, and the site's own rules go on", () => {
    const pairs =
      'rebind.example.com 443 rebind.example.com 80 www.example.com 443 www.example.com 80';
    expect(packets({ enforce: 'additive' }, `apply apply; ${ask(pairs)}`)).toEqual([
      'rebind.example.com 443 ECONNREFUSED',
      'rebind.example.com 80 open',
      'www.example.com 443 open',
      'www.example.com 80 open',
    ]);
  });

  it('a closed site lets no connection in, and answers to connections out', () => {
    expect(
      packets(
        { enforce: 'closed' },
        `apply apply; nsenter -t $client -n $node $peer serve 80 > /dev/null 2>&1 & pids="$pids $!"; sleep 0.5
        $ipt -A FORWARD -d 192.0.2.0/24 -j ACCEPT
        at $server $node $peer ask 192.0.2.1 192.0.2.2 80; ${ask('www.example.com 443')}`,
      ),
    ).toEqual(['192.0.2.2 80 silent', 'www.example.com 443 open']);
  });

  it('without the rules to the resolver no name is answered, since the device closes its INPUT', () => {
    expect(packets({}, ask('www.example.com 443'))).toEqual(['www.example.com 443 ETIMEOUT']);
  });
});
