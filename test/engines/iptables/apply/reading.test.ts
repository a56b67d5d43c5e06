import { describe, expect } from '@jest/globals';
import type { TargetFiles } from '../../../../src/targets/reading.ts';
import { needsNamespace } from '../../../support/programs.ts';
import { everything, renderWords } from '../../../targets/iptables/render.ts';
import { inNamespace, programsOf } from '../namespace.ts';

// The packet filter has no part in this, so one variant tells all.
const it = needsNamespace(...programsOf('nft'), 'busybox', 'nslookup');
const files = renderWords(everything);

// `deaf` is a dnsmasq that does not read DNSMASQ_DIR, instead of the one that does.
const prelude = `
exec 2>&1
stop() { old=$(cat pid); kill $old; while kill -0 $old 2> /dev/null; do sleep 0.01; done; }
deaf() { stop; dnsmasq -C /dev/null --no-resolv --user=root --pid-file=$PWD/pid "$@"; }
# Of the programs that ask DNS only these are there.
only() {
  mkdir bin; ln -sf /bin/* /usr/bin/* /sbin/* /usr/sbin/* bin/
  for program in dig nslookup busybox; do case " $* " in *" $program "*) ;; *) rm bin/$program ;; esac; done
  PATH=$PWD/bin
}
ours() { $ipt-save -t filter | grep -c SPT; }
`;

function said(commands: string, given: TargetFiles = files): string[] {
  const { stdout, stderr } = inNamespace(given, 'nft', prelude + commands);
  return (stdout + stderr)
    .trim()
    .replace(/\/tmp\/portolan-iptables-[A-Za-z0-9]+\//g, '')
    .split('\n');
}

const unread =
  'the DNS server at 127.0.0.1, port 53, has not read dnsmasq.d/portolan-spt.conf, so the sets may stay empty';

describe('apply and status ask dnsmasq for what only a reader of our file knows', () => {
  it('the installed copy carries a record with the digest of the names, the generated file has none', () => {
    expect(
      said(
        `apply apply; grep -c txt-record iptables/dnsmasq.conf; diff iptables/dnsmasq.conf dnsmasq.d/portolan-spt.conf | sed 's/[0-9a-f]\\{64\\}/DIGEST/'
         dig +short -t txt portolan-spt.invalid @127.0.0.1 | tr -d '"' > answer
         grep -v '^#' iptables/dnsmasq.conf | sha256sum | sed 's/ .*//' | diff - answer && echo same; apply status; echo "status $?"`,
      ),
    ).toEqual([
      'dnsmasq restarted',
      '0',
      expect.stringMatching(/^\d+a\d+,\d+$/),
      '> # Added by apply.sh, which queries it: only a dnsmasq that has read this file answers.',
      '> txt-record=portolan-spt.invalid,DIGEST',
      'same',
      'status 0',
    ]);
  });

  for (const [program, given] of [
    ['dig', 'dig'],
    ['nslookup', 'nslookup'],
    ['the nslookup of busybox', 'busybox'],
  ] as const) {
    it(`${program} alone is enough to ask`, () => {
      expect(
        said(
          `only ${given}; apply apply; echo "apply $?"; apply status; echo "status $?"
           deaf; apply status; echo "status $?"; stop; apply status; echo "status $?"`,
        ),
      ).toEqual([
        'dnsmasq restarted',
        'apply 0',
        'status 0',
        unread,
        'apply.sh: the loaded state differs from these files; run: sh iptables/apply.sh apply',
        'status 1',
        'no DNS server answers at 127.0.0.1, port 53, so the sets may stay empty',
        'apply.sh: the loaded state differs from these files; run: sh iptables/apply.sh apply',
        'status 1',
      ]);
    });
  }

  it('without any of them apply and status say that nothing is proved', () => {
    const note =
      'apply.sh: note: dig, nslookup and busybox are missing, so apply.sh cannot confirm that dnsmasq reads the names; install one of them';
    expect(
      said(
        'only; apply apply; echo "apply $?"; apply status; echo "status $?"; apply check; echo "check $?"',
      ),
    ).toEqual(['dnsmasq restarted', note, 'apply 0', note, 'status 0', 'check 0']);
  });

  it('a restart that starts no reader ends apply with 1; the rules stay, the site stays closed, and the next apply mends it', () => {
    expect(
      said(
        `DNSMASQ_RESTART=true apply apply; echo "apply $?"; $ipt -S FORWARD | grep -c SPT; apply status; echo "status $?"
         apply apply; echo "apply $?"; apply status; echo "status $?"; ls -A dnsmasq.d`,
      ),
    ).toEqual([
      `apply.sh: the rules are loaded, but ${unread}`,
      'if dnsmasq is stopped: true',
      'if it does not read the directory: add conf-dir=dnsmasq.d to its configuration, then run: sh iptables/apply.sh apply',
      'if it listens at another address: DNSMASQ_ASK=ADDRESS#PORT sh iptables/apply.sh apply',
      'to remove the rules: sh iptables/apply.sh remove',
      'apply 1',
      '2',
      'the names changed, but dnsmasq has not restarted',
      unread,
      'apply.sh: the loaded state differs from these files; run: sh iptables/apply.sh apply',
      'status 1',
      'dnsmasq restarted',
      'apply 0',
      'status 0',
      'portolan-spt.conf',
    ]);
  });

  it('a dnsmasq with earlier names proves nothing, and apply restarts a stopped one', () => {
    const next = renderWords({
      ...everything,
      groups: [{ id: 'web', to: { https: ['new.example.com'] } }],
    });
    const both = new Map([
      ...files,
      ...[...next].map(([file, text]) => [`next/${file}`, text] as const),
    ]);
    expect(
      said(
        `apply apply; cp next/iptables/* iptables/; DNSMASQ_RESTART=true apply apply > answer 2>&1; head -n 1 answer; apply status 2>&1 | grep 'DNS server'
         apply apply; deaf --conf-dir=$PWD/dnsmasq.d --port=5353; apply apply; apply status; echo "status $?"`,
        both,
      ),
    ).toEqual([
      'dnsmasq restarted',
      'apply.sh: the rules are loaded, but the DNS server at 127.0.0.1, port 53, has read an earlier version of dnsmasq.d/portolan-spt.conf, so the sets may stay empty',
      'the DNS server at 127.0.0.1, port 53, has read an earlier version of dnsmasq.d/portolan-spt.conf, so the sets may stay empty',
      'dnsmasq restarted',
      'dnsmasq restarted',
      'status 0',
    ]);
  });

  it('queries the address that clients use, and rejects another server there unless DNSMASQ_ASK is set', () => {
    expect(
      said(
        `ip address add 192.0.2.1/24 dev lo
         sed -i 's/--no-resolv/--no-resolv --bind-interfaces --listen-address=127.0.0.1/' restart.sh; sh restart.sh
         dnsmasq -C /dev/null --no-resolv --user=root --pid-file=$PWD/other --bind-interfaces --listen-address=192.0.2.1 --except-interface=lo
         apply apply 2>&1 | grep -o 'at 192[^;]*.conf'; apply status > /dev/null 2>&1; echo "status $?"
         DNSMASQ_ASK=127.0.0.1#53 apply apply; echo "apply $?"; DNSMASQ_ASK=127.0.0.1 apply status; echo "status $?"
         DNSMASQ_ASK=127.0.0.1#99 apply status`,
      ),
    ).toEqual([
      'at 192.0.2.1, port 53, has not read dnsmasq.d/portolan-spt.conf',
      'status 1',
      'dnsmasq restarted',
      'apply 0',
      'status 0',
      'no DNS server answers at 127.0.0.1, port 99, so the sets may stay empty',
      'apply.sh: the loaded state differs from these files; run: sh iptables/apply.sh apply',
    ]);
  });

  const local = (
    name: string,
  ) => `sed -i 's/--no-resolv/--no-resolv --bind-interfaces --listen-address=${name}/' restart.sh
    sh restart.sh`;
  const six = renderWords({
    groups: [{ id: 'web', to: { https: ['www.example.com'] } }],
    site: { clients: ['2001:db8:c1::/64'] },
  });
  const silent: Record<string, [string, TargetFiles, string]> = {
    'of IPv4 clients': [local('127.0.0.1'), files, '192.0.2.1'],
    'of IPv6 clients': [local('127.0.0.1'), six, '2001:db8:c1::1'],
    'of the IPv6 clients of a site with both': [
      local('127.0.0.1,192.0.2.1'),
      files,
      '2001:db8:c1::1',
    ],
  };
  for (const [whose, [dnsmasq, given, address]] of Object.entries(silent)) {
    it(`a DNS timeout at the address ${whose} proves nothing, for any answer of 127.0.0.1`, () => {
      const lines = said(
        `${whose === 'of IPv4 clients' ? '' : 'ip address add 2001:db8:c1::1/64 dev lo nodad'}
         ip address add 192.0.2.1/24 dev lo; apply apply; ${dnsmasq}
         apply status; echo "status $?"; DNSMASQ_ASK=127.0.0.1 apply status; echo "status $?"
         apply apply > said 2>&1; echo "apply $?"`,
        given,
      );
      expect(lines).toEqual([
        'dnsmasq restarted',
        `no DNS server answers at ${address}, port 53, so the sets may stay empty`,
        'apply.sh: the loaded state differs from these files; run: sh iptables/apply.sh apply',
        'status 1',
        'status 0',
        'apply 1',
      ]);
    });
  }

  it('one of the addresses in the networks of a family is enough, and an answer that is late is told from none', () => {
    const drop = '$ipt -t mangle -A PREROUTING -p udp --dport 53 -j DROP -d';
    expect(
      said(
        `ip address add 192.0.2.1/24 dev lo; ip address add 192.0.2.2/24 dev lo; apply apply
         ${drop} 192.0.2.1; apply status; echo "status $?"; ${drop} 192.0.2.2; apply status > answer; head -n 1 answer`,
      ),
    ).toEqual([
      'dnsmasq restarted',
      'status 0',
      'apply.sh: the loaded state differs from these files; run: sh iptables/apply.sh apply',
      'no DNS server answers in time at 192.0.2.1 192.0.2.2, port 53, so the sets may stay empty',
    ]);
  });

  it('an installed copy of an earlier version, which has no record, is replaced', () => {
    expect(
      said(
        `apply apply; sed -i '/txt-record/d; /^# Added/d' dnsmasq.d/portolan-spt.conf; sh restart.sh
         apply status; echo "status $?"; apply check; echo "check $?"; apply apply; apply status; echo "status $?"`,
      ),
    ).toEqual([
      'dnsmasq restarted',
      unread,
      'apply.sh: the loaded state differs from these files; run: sh iptables/apply.sh apply',
      'status 1',
      'check 0',
      'dnsmasq restarted',
      'status 0',
    ]);
  });

  it('sends no query for a site without names', () => {
    const networks = renderWords({ groups: [{ id: 'n', to: { https: ['198.51.100.0/25'] } }] });
    expect(
      said(
        'stop; DNSMASQ_RESTART=true apply apply; echo "apply $?"; apply status; echo "status $?"',
        networks,
      ),
    ).toEqual(['apply 0', 'status 0']);
  });
});

describe('check, before anything can be asked', () => {
  const no = [
    expect.stringMatching(
      /^apply\.sh: (the rules are loaded, but )?the running dnsmasq does not read dnsmasq\.d\/portolan-spt\.conf \(process \d+\), so the sets would stay empty$/,
    ),
    'add the line conf-dir=dnsmasq.d to its configuration and restart it, or set DNSMASQ_DIR to a directory that it reads',
  ];
  const additive = renderWords({
    ...everything,
    site: { ...everything.site, enforce: 'additive' },
  });

  it('says no while the running dnsmasq does not read the folder, and apply to an additive site changes nothing', () => {
    expect(
      said(
        `deaf; apply check; echo "check $?"; apply apply; echo "apply $?"; ours; ipset list -name; ls dnsmasq.d`,
        additive,
      ),
    ).toEqual([...no, 'check 1', ...no, 'apply 1', '0']);
  });

  it('enforces default deny first, and exits with 1 without the record', () => {
    const lines = said(
      `deaf; apply check > said 2>&1; echo "check $?"; ours
       DNSMASQ_RESTART=true apply apply; echo "apply $?"; $ipt -S FORWARD | grep -c SPT; $ip6t -S FORWARD | grep -c SPT`,
    );
    expect(lines.slice(0, 3)).toEqual([
      'check 1',
      '0',
      `apply.sh: the rules are loaded, but ${unread}`,
    ]);
    expect(lines.slice(-3)).toEqual(['apply 1', '2', '2']);
  });

  it('enforces default deny without a query program, and prints the message of check', () => {
    expect(
      said(
        'deaf; only; DNSMASQ_RESTART=true apply apply; echo "apply $?"; $ipt -S FORWARD | grep -c SPT',
      ),
    ).toEqual([...no, 'apply 1', '2']);
  });

  it('the record overrules: after a restart that reads the folder apply ends with 0', () => {
    expect(said('deaf; apply apply; echo "apply $?"; apply status; echo "status $?"')).toEqual([
      'dnsmasq restarted',
      'apply 0',
      'status 0',
    ]);
  });

  it('a closed site that is closed keeps what is loaded', () => {
    expect(
      said(
        `state() { $ipt-save -t filter | grep SPT; ipset list -name; cat dnsmasq.d/*; }
         apply apply; deaf; echo '# new' >> iptables/dnsmasq.conf; state > before
         apply apply; echo "apply $?"; state | diff before - && echo same`,
      ),
    ).toEqual(['dnsmasq restarted', ...no, 'apply 1', 'same']);
  });

  const unrelated: Record<string, string> = {
    'on another port': '--port=5398',
    'at an address outside the networks of the clients':
      '--bind-interfaces --except-interface=lo --listen-address=198.51.100.1',
    'at 127.0.0.1, where no client asks':
      '--bind-interfaces --except-interface=lo --listen-address=127.0.0.1',
  };
  for (const [where, words] of Object.entries(unrelated)) {
    it(`a dnsmasq ${where} is not the one of the site: its files and its words do not count`, () => {
      expect(
        said(
          `for address in 192.0.2.1 198.51.100.1; do ip address add $address/24 dev lo; done
           stop; echo "conf-dir=$PWD/dnsmasq.d" > main; export DNSMASQ_FILES=$PWD/main
           dnsmasq -C /dev/null --no-resolv --user=root --pid-file=$PWD/other '--address=/#/10.0.0.1' ${words}
           apply check; echo "check $?"; : > main; apply check; echo "check $?"`,
        ),
      ).toEqual([
        'check 0',
        'apply.sh: note: cannot confirm that dnsmasq reads dnsmasq.d: no dnsmasq that clients reach is running, and none of its files names the directory',
        'check 0',
      ]);
    });
  }

  it('a dnsmasq at the IPv6 address that clients ask is the one of the site', () => {
    const six = renderWords({
      groups: [{ id: 'web', to: { https: ['www.example.com'] } }],
      site: { clients: ['2001:db8:c1::/64'] },
    });
    expect(
      said(
        `ip address add 2001:db8:c1::1/64 dev lo nodad
         deaf --bind-interfaces --except-interface=lo --listen-address=2001:db8:c1::1; apply check; echo "check $?"`,
        six,
      ),
    ).toEqual([...no, 'check 1']);
  });

  it('finds the folder in the files and in the command line, and knows the endings that are left out', () => {
    const reads = (...words: string[]) =>
      said(`${words.join('; ')}; apply check > said; echo "check $?"`).at(-1);
    expect(reads('echo "conf-dir=$PWD/dnsmasq.d/,*.conf" > main', 'deaf -C $PWD/main')).toBe(
      'check 0',
    );
    expect(
      reads(
        'echo "conf-dir = $PWD/dnsmasq.d # all" > more',
        'echo "conf-file=$PWD/more" > main',
        'deaf --conf-file=$PWD/main',
      ),
    ).toBe('check 0');
    expect(reads('deaf -7 $PWD/dnsmasq.d,.dpkg-dist,.dpkg-old')).toBe('check 0');
    expect(reads('deaf -7$PWD/dnsmasq.d,*.cfg')).toBe('check 1');
    expect(reads('deaf --conf-dir=$PWD/dnsmasq.d,.conf')).toBe('check 1');
    expect(reads('echo "#conf-dir=$PWD/dnsmasq.d" > main', 'deaf -C $PWD/main')).toBe('check 1');
  });

  it('names another program that has the port', () => {
    expect(
      said(
        `stop; cp "$(command -v dnsmasq)" unbound; ./unbound -C /dev/null --no-resolv --user=root --pid-file
         apply check; echo "check $?"`,
      ).slice(0, 3),
    ).toEqual([
      'apply.sh: port 53 belongs to unbound and not to dnsmasq, so the sets would stay empty',
      'stop it and start dnsmasq, or set the address of dnsmasq: DNSMASQ_ASK=ADDRESS#PORT sh iptables/apply.sh check',
      'check 1',
    ]);
  });

  it('says that nothing is proved where no dnsmasq runs and no file names the folder', () => {
    expect(said('stop; apply check; echo "check $?"')).toEqual([
      'apply.sh: note: cannot confirm that dnsmasq reads dnsmasq.d: no dnsmasq is running, and none of its files names the directory',
      'check 0',
    ]);
    expect(
      said(
        'stop; echo "conf-dir=$PWD/dnsmasq.d" > main; DNSMASQ_FILES=$PWD/main apply check; echo "check $?"',
      ),
    ).toEqual(['check 0']);
  });
});
