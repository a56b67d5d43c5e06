import { describe, expect } from '@jest/globals';
import type { TargetFiles } from '../../../src/targets/target.ts';
import { needsNamespace } from '../../support/programs.ts';
import { inNamespace, programsOf } from './namespace.ts';
import { everything, renderWords } from './render.ts';

// The packet filter has no part in this, so one variant tells all.
const it = needsNamespace(...programsOf('nft'), 'busybox', 'nslookup');
const files = renderWords(everything);

// `deaf` is a dnsmasq that does not read our folder, in place of the one that does.
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
  'the DNS server at 127.0.0.1, port 53, has not read dnsmasq.d/portolan-spt.conf, so nothing proves that the sets fill';

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
      '> # Added by apply.sh, which asks for it: only a dnsmasq that read this file answers.',
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
        'apply.sh: what is loaded is not what these files say; run: sh iptables/apply.sh apply',
        'status 1',
        'no DNS server answers at 127.0.0.1, port 53, so nothing proves that the sets fill',
        'apply.sh: what is loaded is not what these files say; run: sh iptables/apply.sh apply',
        'status 1',
      ]);
    });
  }

  it('without any of them apply and status say that nothing is proved', () => {
    const note =
      'apply.sh: note: not proved: dig, nslookup and busybox are missing, so dnsmasq was not asked whether it reads the names; install one of them';
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
      'if it does not read the folder: add conf-dir=dnsmasq.d to its configuration, then run: sh iptables/apply.sh apply',
      'if it listens elsewhere: DNSMASQ_ASK=ADDRESS#PORT sh iptables/apply.sh apply',
      'to take the rules away: sh iptables/apply.sh remove',
      'apply 1',
      '2',
      'dnsmasq was not restarted since its names changed',
      unread,
      'apply.sh: what is loaded is not what these files say; run: sh iptables/apply.sh apply',
      'status 1',
      'dnsmasq restarted',
      'apply 0',
      'status 0',
      'portolan-spt.conf',
    ]);
  });

  it('a dnsmasq that read earlier names is no proof, and apply restarts one that stopped or forgot', () => {
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
        `apply apply; cp next/iptables/* iptables/; DNSMASQ_RESTART=true apply apply 2>&1 | head -n 1; apply status 2>&1 | grep 'DNS server'
         apply apply; deaf --conf-dir=$PWD/dnsmasq.d --port=5353; apply apply; apply status; echo "status $?"`,
        both,
      ),
    ).toEqual([
      'dnsmasq restarted',
      'apply.sh: the rules are loaded, but the DNS server at 127.0.0.1, port 53, has read an earlier dnsmasq.d/portolan-spt.conf, so nothing proves that the sets fill',
      'the DNS server at 127.0.0.1, port 53, has read an earlier dnsmasq.d/portolan-spt.conf, so nothing proves that the sets fill',
      'dnsmasq restarted',
      'dnsmasq restarted',
      'status 0',
    ]);
  });

  it('it asks where the clients do: another server at their address is no dnsmasq of ours, and DNSMASQ_ASK names another place', () => {
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
      'no DNS server answers at 127.0.0.1, port 99, so nothing proves that the sets fill',
      'apply.sh: what is loaded is not what these files say; run: sh iptables/apply.sh apply',
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
      'apply.sh: what is loaded is not what these files say; run: sh iptables/apply.sh apply',
      'status 1',
      'check 0',
      'dnsmasq restarted',
      'status 0',
    ]);
  });

  it('a site without names asks nobody', () => {
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
  it('says no while the running dnsmasq does not read the folder, and apply changes nothing', () => {
    const no = [
      expect.stringMatching(
        /^apply\.sh: the running dnsmasq does not read dnsmasq\.d\/portolan-spt\.conf \(process \d+\), so no set would fill$/,
      ),
      'add the line conf-dir=dnsmasq.d to its configuration and restart it, or set DNSMASQ_DIR to a folder that it reads',
    ];
    expect(
      said(
        `deaf; apply check; echo "check $?"; apply apply; echo "apply $?"; ours; ipset list -name; ls dnsmasq.d`,
      ),
    ).toEqual([...no, 'check 1', ...no, 'apply 1', '0']);
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
      'apply.sh: port 53 belongs to unbound and not to dnsmasq, so no set would fill',
      'stop it and start dnsmasq, or name the address of dnsmasq: DNSMASQ_ASK=ADDRESS#PORT sh iptables/apply.sh check',
      'check 1',
    ]);
  });

  it('says that nothing is proved where no dnsmasq runs and no file names the folder', () => {
    expect(said('stop; apply check; echo "check $?"')).toEqual([
      'apply.sh: note: not proved that dnsmasq reads dnsmasq.d: none is running, and none of its files names the folder',
      'check 0',
    ]);
    expect(
      said(
        'stop; echo "conf-dir=$PWD/dnsmasq.d" > main; DNSMASQ_FILES=$PWD/main apply check; echo "check $?"',
      ),
    ).toEqual(['check 0']);
  });
});
