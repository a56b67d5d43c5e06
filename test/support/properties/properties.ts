import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Address, formatAddress, parseAddress } from '../../../src/net/address.ts';
import { destinationHolds } from '../../../src/net/destination.ts';
import { type Flow, parseFlow } from '../../../src/net/flow.ts';
import { networkHolds } from '../../../src/net/network.ts';
import { wholeHost } from '../../../src/net/path.ts';
import type { Policy, TargetPolicy } from '../../../src/policy/types.ts';
import type {
  Access,
  Decision,
  Reading,
  Target,
  TargetFiles,
} from '../../../src/targets/target.ts';
import { outputOf, renderTarget, verifyTarget } from '../output.ts';
import { must, policyOf, type SpecWords } from '../policy.ts';
import { hunkOf } from '../rendered.ts';
import { atLeast, runs } from '../runs.ts';
import { attacks, withText } from './free-text.ts';
import { everyKind, exampleOf, smallSpecs, turned } from './usual.ts';

type Verdict = Decision['verdict'];

/** What the harness knows of a target besides the target itself. Each part has a usual form. */
export type Proof = {
  /** A spec with every kind of destination, for a site with this target. */
  readonly everything: SpecWords;
  /** Specs over few values, so that they meet one another, for sites with this target. */
  readonly specs: fc.Arbitrary<SpecWords>;
  /** The policy of such a spec, where it takes more than words to say it. */
  readonly compile: (words: SpecWords) => Policy;
  /** Texts that would say something in the files' own language; they are tried besides those of every language. */
  readonly attacks: readonly string[];
  /** What no free text may change of the files: everything, unless they carry texts. */
  readonly unchanged: (files: TargetFiles) => unknown;
  /** The spec that one host more is added to; the first without this. */
  readonly growing?: SpecWords;
  /** How many lines one host more may take from a file and put into it. */
  readonly hunk: (file: string) => { readonly removed: number; readonly added: number };
  /** What the spec means, told without the code under test. */
  readonly access?: AccessOracle;
  readonly verdict?: VerdictOracle;
  /** May a flow be denied that the access holds, which is read line by line? */
  readonly deniesOfAccess: boolean;
};

/** What a policy opens and the target can hold, in words that the harness compares with those of a reading. */
export type AccessOracle = {
  readonly expected: (policy: TargetPolicy) => readonly string[];
  readonly read: (reading: Reading) => readonly string[];
  /** May the files say more than the expected, such as names that they repeat in another form? */
  readonly orMore?: boolean;
  readonly tries?: number;
};

/** What becomes of a flow of a client. */
export type VerdictOracle = {
  readonly flows: fc.Arbitrary<Flow>;
  /** `found` is what the reader says, for a target that may open more where its coverage says so. */
  readonly expected: (policy: TargetPolicy, flow: Flow, client: Address, found: Verdict) => Verdict;
  /** A client more than the first of each network, who may be anybody. */
  readonly stranger?: fc.Arbitrary<Address | undefined>;
  readonly flowsOfRun?: number;
  /** How many of all flows are open at least, so that the rest is no proof of a file that opens nothing. */
  readonly opens?: number;
  readonly tries?: number;
};

/** Proves of a target what the review takes for granted of every one; a new target needs no more than its name. */
export function proveProperties(target: Target, own: Partial<Proof> = {}): void {
  const options = exampleOf(target.name);
  const proof: Proof = {
    everything: everyKind(options),
    specs: smallSpecs(options),
    compile: policyOf,
    attacks: [],
    unchanged: (files) => [...files],
    // A last line of a list that has no comma behind it may change as well.
    hunk: () => ({ removed: 1, added: 2 }),
    deniesOfAccess: false,
    ...own,
  };
  describe('free text can never become a rule', () => proveTexts(target, proof));
  describe('for every policy', () => proveReading(target, proof));
  describe('a change of the spec', () => proveChanges(target, proof));
}

function proveTexts(target: Target, { everything, unchanged, ...proof }: Proof): void {
  const stays = (policy: Policy) => unchanged(must(renderTarget(target, policy)));
  const plain = stays(policyOf(everything));
  const texts = [...new Set([...attacks, ...proof.attacks])];

  test.each(texts.map((text) => [JSON.stringify(text.slice(0, 60)), text] as const))(
    '%s is no more than a text',
    (_name, text) => {
      expect(stays(withText(everything, text, target.name))).toEqual(plain);
    },
  );

  test('nor is any other text', () => {
    const property = fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(stays(withText(everything, text, target.name))).toEqual(plain);
    });
    fc.assert(property, { numRuns: runs(50) });
  });
}

type Rendered = {
  readonly policy: TargetPolicy;
  readonly files: TargetFiles;
  readonly reading: Reading;
};

/** The policy of these words, as the target sees it, and its files; a refusal ends this run of a property. */
function renderedBy(target: Target, { compile }: Proof, words: SpecWords): Rendered {
  const policy = compile(words);
  const rendered = renderTarget(target, policy);
  fc.pre(rendered.ok);
  const files = must(rendered);
  return { policy: outputOf(target, policy).policy, files, reading: must(target.read(files)) };
}

function proveReading(target: Target, proof: Proof): void {
  const rendered = (words: SpecWords) => renderedBy(target, proof, words);
  const { access, verdict } = proof;
  const byAccess = ({ access }: Reading, flow: Flow, client: Address): Verdict => {
    const isForeign = flow.peer.kind === 'address' && flow.peer.address.family !== client.family;
    if (target.connects === 'directly' && isForeign) return 'not-applicable';
    return access.some((one) => holds(one, flow, client)) ? 'allow' : 'deny';
  };
  // Of some flows a proxy is never asked.
  const mayDiffer = (is: Verdict) =>
    (is === 'deny' && proof.deniesOfAccess) ||
    (is === 'not-applicable' && target.connects === 'by-proxy');

  test('verify has nothing against the files', () => {
    const property = fc.property(proof.specs, (words) => {
      const { files } = rendered(words);
      expect(verifyTarget(target, proof.compile(words), [], files).failed).toEqual([]);
    });
    fc.assert(property, { numRuns: runs(100) });
  });

  test('each flow is decided as the access says that is read back', () => {
    const asked = fc.array(someFlow, { minLength: 5, maxLength: 15 });
    const property = fc.property(proof.specs, asked, (words, flows) => {
      const { policy, reading } = rendered(words);
      for (const { client, flow } of asks(target, policy, flows)) {
        const { verdict: is } = reading.decide(flow, client);
        if (!mayDiffer(is))
          expect([flow.text, is]).toEqual([flow.text, byAccess(reading, flow, client)]);
      }
    });
    fc.assert(property, { numRuns: runs(120) });
  });

  if (target.clients === 'filtered')
    test('nothing is allowed to a client that the site does not name', () => {
      const property = fc.property(proof.specs, someFlow, (words, flow) => {
        const { reading } = rendered(words);
        expect(reading.decide(flow, nobody).verdict).not.toBe('allow');
      });
      fc.assert(property, { numRuns: runs(50) });
    });

  if (access !== undefined)
    test(`what is read back is what the spec opens and the target can hold${access.orMore ? '' : ', and nothing else'}`, () =>
      proveAccess(access, proof, rendered));

  if (verdict !== undefined)
    test('each flow of each client is decided as the spec means', () =>
      proveVerdicts(target, verdict, proof, rendered));

  test('the bytes are the same a second time', () => {
    const property = fc.property(proof.specs, (words) => {
      expect([...rendered(words).files]).toEqual([...rendered(words).files]);
    });
    fc.assert(property, { numRuns: runs(30) });
  });
}

function proveAccess(
  { expected, read, orMore = false, tries = 100 }: AccessOracle,
  { specs }: Proof,
  rendered: (words: SpecWords) => Rendered,
): void {
  const property = fc.property(specs, (words) => {
    const { policy, reading } = rendered(words);
    const [found, wanted] = [read(reading), expected(policy)].map((all) =>
      [...new Set(all)].sort(),
    );
    if (orMore) expect(found).toEqual(expect.arrayContaining(wanted ?? []));
    else expect(found).toEqual(wanted);
  });
  fc.assert(property, { numRuns: runs(tries) });
}

function proveVerdicts(
  target: Target,
  {
    flows,
    expected,
    stranger = fc.constant(undefined),
    flowsOfRun = 20,
    opens = 100,
    tries = 100,
  }: VerdictOracle,
  { specs }: Proof,
  rendered: (words: SpecWords) => Rendered,
): void {
  let open = 0;
  const some = fc.array(flows, { minLength: flowsOfRun, maxLength: flowsOfRun });
  const property = fc.property(specs, some, stranger, (words, asked, other) => {
    const { policy, reading } = rendered(words);
    const strange = other === undefined ? [] : asked.map((flow) => ({ flow, client: other }));
    const all = [...asks(target, policy, asked), ...strange];
    for (const { flow, client } of all) {
      const { verdict } = reading.decide(flow, client);
      const wanted = expected(policy, flow, client, verdict);
      open += wanted === 'allow' ? 1 : 0;
      const said = [flow.text, formatAddress(client)];
      expect([...said, verdict]).toEqual([...said, wanted]);
    }
  });
  fc.assert(property, { numRuns: runs(tries) });
  expect(open).toBeGreaterThan(atLeast(opens));
}

function proveChanges(
  target: Target,
  { specs, compile, hunk, everything, growing = everything }: Proof,
): void {
  test('of the order in which it names things changes no byte', () => {
    const filesOf = (words: SpecWords) => {
      const files = renderTarget(target, compile(words));
      return files.ok ? [...files.value] : files.error.map(({ rule }) => rule);
    };
    const property = fc.property(specs, (words) => {
      expect(filesOf(turned(words))).toEqual(filesOf(words));
    });
    fc.assert(property, { numRuns: runs(50) });
  });

  const lists = growing.groups.flatMap(({ id, to }) =>
    Object.entries(to)
      .filter(([, places]) => places.filter(isHost).length > 1)
      .map(([service]) => [id, service] as const),
  );

  test.each(lists)('of one host more in group %s on %s is one hunk of each file', (id, service) => {
    const before = must(renderTarget(target, policyOf(growing)));
    for (const host of ['a.new.example.com', 'mm.example.com', 'zz.example.org']) {
      const after = must(renderTarget(target, policyOf(withHost(growing, id, service, host))));
      for (const [file, text] of after) {
        const { removed, added } = hunkOf(before.get(file) ?? '', text);
        const most = hunk(file);
        const few = removed.length <= most.removed && added.length <= most.added;
        expect([file, host, few]).toEqual([file, host, true]);
      }
    }
  });
}

const isHost = (place: string) => /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]+$/.test(place);

function withHost(words: SpecWords, id: string, service: string, host: string): SpecWords {
  const groups = words.groups.map((group) =>
    group.id === id
      ? { ...group, to: { ...group.to, [service]: [...(group.to[service] ?? []), host] } }
      : group,
  );
  return { ...words, groups };
}

/** A client of documentation's networks, which no small spec names. */
const nobody = must(parseAddress('203.0.113.250'));

/** Each flow from the first client of each network that the files decide for. */
function asks(
  target: Target,
  policy: TargetPolicy,
  flows: readonly Flow[],
): { flow: Flow; client: Address }[] {
  const clients = target.filteredClients?.(policy) ?? policy.site.clients;
  return clients.flatMap(({ family, first }) =>
    flows.map((flow) => ({ flow, client: { family, value: first } })),
  );
}

/** Does this access hold a flow that names no path? */
function holds(
  { destination, path, ports, clients }: Access,
  flow: Flow,
  client: Address,
): boolean {
  return (
    path === wholeHost &&
    ports.transport === flow.transport &&
    ports.low <= flow.port &&
    flow.port <= ports.high &&
    clients.some((network) => networkHolds(network, client)) &&
    destinationHolds(destination, flow.peer)
  );
}

const someFlow: fc.Arbitrary<Flow> = fc
  .tuple(
    fc.constantFrom('tcp', 'udp'),
    fc.oneof(
      fc.constantFrom('a.b', 'b.a', 'a.a.b', 'b.a.a.b', 'ab.b.a', 'a-b.a.a', 'q.a.b', 'a_b.b.a'),
      fc.constantFrom('0.0.0.9', '0.0.0.40', '198.51.100.5', '10.0.0.53', '169.254.169.254'),
      fc.constantFrom('[::9]', '[2001:db8:5::9]', '[fd00::1]'),
    ),
    fc.oneof(fc.integer({ min: 1, max: 42 }), fc.constantFrom(53, 80, 443, 1005, 5061)),
  )
  .map(([transport, host, port]) => must(parseFlow(`${transport}://${host}:${port}`)));
