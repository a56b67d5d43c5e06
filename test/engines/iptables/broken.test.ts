import { describe, expect } from '@jest/globals';
import type { TargetFiles } from '../../../src/targets/reading.ts';
import { needsNamespace } from '../../support/programs.ts';
import { closed } from './expected.ts';
import { paces, withLab } from './lab.ts';
import { programsOf } from './namespace.ts';
import { filesOf, internetAround, promisedTo } from './promised.ts';
import { askTables, families, inFamily, router, type Tables } from './table.ts';

type Broken = {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** Destinations whose open ports differ from the spec, as `family destination: ports`. */
  readonly shows: readonly string[];
};

const broken: Record<string, Broken> = {
  'a guard that went lets a name point into the site': {
    file: 'rules.v4',
    from: '-A KIND-OUT -d 10.0.0.0/8 -g KIND-END\n',
    to: '',
    // Both names have an address of 10.0.0.0/8.
    shows: [
      '4 nat64.www.example.com: tcp/80 tcp/443 tcp/8440 tcp/8441 tcp/8442 tcp/9443',
      '4 inside.app.example.com: tcp/443',
    ],
  },
  'a port range that grew': {
    file: 'rules.v6',
    from: '--dport 80 -m set --match-set kind_web_http_v6',
    to: '--dport 80:443 -m set --match-set kind_web_http_v6',
    shows: ['6 docs.example.com: tcp/80 tcp/443'],
  },
  'a rule that lost its transport': {
    file: 'rules.v4',
    from: '-d 198.51.100.200/32 -p tcp -m tcp --dport 53',
    to: '-d 198.51.100.200/32 -p tcp -m tcp',
    shows: [
      '4 198.51.100.200: tcp/22 tcp/53 tcp/80 tcp/443 tcp/3477 tcp/3478 tcp/3479 tcp/8439 ' +
        'tcp/8440 tcp/8441 tcp/8442 tcp/8443 tcp/9442 tcp/9443 tcp/9444 udp/53',
    ],
  },
  'a network that grew by one bit': {
    file: 'rules.v6',
    from: '-d 2001:db8:7::/64',
    to: '-d 2001:db8:7::/63',
    shows: [
      '6 2001:db8:7:1::: tcp/443',
      '6 2001:db8:7:1::53: tcp/53 tcp/443 udp/53',
      '6 2001:db8:7:1::54: tcp/443',
    ],
  },
  'a name in the set of another service': {
    file: 'dnsmasq.conf',
    from: 'kind_docs.example.com_v6,kind_web_http_v4,',
    to: 'kind_docs.example.com_v6,kind_web_https_v4,',
    shows: ['4 docs.example.com: tcp/443'],
  },
};

describe('real packets show what is wrong with a file', () => {
  const it = needsNamespace(...programsOf('nft'), 'ip');
  let lab: Promise<Map<string, string[]>> | undefined;

  for (const [name, { shows }] of Object.entries({
    'the committed files, where nothing is wrong': { shows: [] },
    ...broken,
  })) {
    it(name, async () => {
      lab ??= observeAll();
      expect((await lab).get(name)).toEqual(shows);
    });
  }
});

/** The committed files, and then each broken file among them, in one test network. */
function observeAll(): Promise<Map<string, string[]>> {
  const internet = internetAround(closed);
  const good = filesOf(closed);
  return withLab(good, { variant: 'nft', policy: 'DROP' }, internet, async (lab) => {
    const differences = async (files: TargetFiles) => {
      lab.write(files);
      await lab.router('apply apply');
      await lab.resolve(inFamily(router, 4), Object.keys(internet.names));
      return differencesIn(await askTables(lab, closed, internet, paces.answers));
    };
    const seen = new Map([
      ['the committed files, where nothing is wrong', await differences(good)],
    ]);
    for (const [name, each] of Object.entries(broken))
      seen.set(name, await differences(breakFile(good, each)));
    return seen;
  });
}

function breakFile(files: TargetFiles, { file, from, to }: Broken): TargetFiles {
  const path = `iptables/${file}`;
  const text = files.get(path) ?? '';
  if (!text.includes(from)) throw new Error(`${file} does not hold "${from}"`);
  return new Map([...files, [path, text.replace(from, to)]]);
}

function differencesIn(tables: Tables): string[] {
  const promised = promisedTo(closed);
  return families.flatMap((family) =>
    Object.entries(tables[family].open).flatMap(([label, ports]) =>
      ports === promised[label] ? [] : [`${family} ${label}: ${ports}`],
    ),
  );
}
