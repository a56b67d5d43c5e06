import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Address, formatAddress, parseAddress } from '../../../src/net/address.ts';
import { destinationHolds } from '../../../src/net/destination.ts';
import { type Flow, parseFlow } from '../../../src/net/flow.ts';
import { networkHolds } from '../../../src/net/network.ts';
import { wholeHost } from '../../../src/net/path.ts';
import { isProtocol, protocols } from '../../../src/net/transport.ts';
import type { Policy, TargetPolicy } from '../../../src/policy/types.ts';
import type { Access, Decision, Reading, TargetFiles } from '../../../src/targets/reading.ts';
import type { Target } from '../../../src/targets/target.ts';
import { outputOf, renderTarget, verifyTarget } from '../output.ts';
import { must, policyOf, type SpecWords } from '../policy.ts';
import { hunkOf } from '../rendered.ts';
import { atLeast, runs } from '../runs.ts';
import { attacks, withText } from './free-text.ts';
import { everyKind, exampleOf, smallSpecs, turned } from './usual.ts';

type Verdict = Decision['verdict'];

/** What the harness knows about a target in addition to the target itself. Each part has a default. */
export type Proof = {
  /** A spec with every kind of destination, for a site with this target. */
  readonly everything: SpecWords;
  /** Specs over few values, so that they often overlap, for sites with this target. */
  readonly specs: fc.Arbitrary<SpecWords>;
  /** Compiles such a spec, if the short form is not enough. */
  readonly compile: (words: SpecWords) => Policy;
  /** Texts with a meaning in the language of the files, in addition to those for all languages. */
  readonly attacks: readonly string[];
  /** The part of the files that free text must not change: everything, unless they contain free text. */
  readonly unchanged: (files: TargetFiles) => unknown;
  /** The spec that a host is added to; default `everything`. */
  readonly growing?: SpecWords;
  /** How many lines of a file an added host may remove and add. */
  readonly hunk: (file: string) => { readonly removed: number; readonly added: number };
  /** The meaning of the spec, computed without the code under test. */
  readonly access?: AccessOracle;
  readonly verdict?: VerdictOracle;
  /** Whether the files may deny a flow that is in the access, which is read line by line. */
  readonly deniesOfAccess: boolean;
};

/** The access that a policy allows and the target can express, as texts to compare with those of a reading. */
export type AccessOracle = {
  readonly expected: (policy: TargetPolicy) => readonly string[];
  readonly read: (reading: Reading) => readonly string[];
  /** Whether the files may contain more than expected, such as names repeated in another form. */
  readonly orMore?: boolean;
  readonly tries?: number;
};

/** The expected verdict on a flow of a client. */
export type VerdictOracle = {
  readonly flows: fc.Arbitrary<Flow>;
  /** `found` is the reader's verdict, for a target that may allow more if its coverage states that. */
  readonly expected: (policy: TargetPolicy, flow: Flow, client: Address, found: Verdict) => Verdict;
  /** An arbitrary client in addition to the first of each network. */
  readonly stranger?: fc.Arbitrary<Address | undefined>;
  readonly flowsOfRun?: number;
  /** The minimum of allowed flows, so that a file which allows nothing does not pass. */
  readonly opens?: number;
  readonly tries?: number;
};

/** Proves the properties that the review assumes of every target. A new target needs only its name. */
export function proveProperties(target: Target, own: Partial<Proof> = {}): void {
  const options = exampleOf(target.name);
  const proof: Proof = {
    everything: everyKind(options),
    specs: smallSpecs(options),
    compile: policyOf,
    attacks: [],
    unchanged: (files) => [...files],
    // The last line of a list without a final comma may change too.
    hunk: () => ({ removed: 1, added: 2 }),
    deniesOfAccess: false,
    ...own,
  };
  describe(`free text in a spec for ${target.name}`, () => proveTexts(target, proof));
  describe(`the ${target.name} files of any policy`, () => proveReading(target, proof));
  describe(`the ${target.name} files after a change of the spec`, () =>
    proveChanges(target, proof));
}

function proveTexts(target: Target, { everything, unchanged, ...proof }: Proof): void {
  const stays = (policy: Policy) => unchanged(must(renderTarget(target, policy)));
  const plain = stays(policyOf(everything));
  const texts = [...new Set([...attacks, ...proof.attacks])];

  test.each(texts.map((text) => [JSON.stringify(text.slice(0, 60)), text] as const))(
    'does not change the rules: %s',
    (_name, text) => {
      expect(stays(withText(everything, text, target.name))).toEqual(plain);
    },
  );

  test('does not change the rules, for any text', () => {
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

/** The target's policy of a spec, and its files. If the target rejects the spec, the property skips this run. */
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
  // A proxy never sees some flows.
  const mayDiffer = (is: Verdict) =>
    (is === 'deny' && proof.deniesOfAccess) ||
    (is === 'not-applicable' && target.connects === 'by-proxy');

  test('verify without a failed check', () => {
    const property = fc.property(proof.specs, (words) => {
      const { files } = rendered(words);
      expect(verifyTarget(target, proof.compile(words), [], files).failed).toEqual([]);
    });
    fc.assert(property, { numRuns: runs(100) });
  });

  test('decide each flow as their access says', () => {
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
    test('allow nothing to a client that the site does not list', () => {
      const property = fc.property(proof.specs, someFlow, (words, flow) => {
        const { reading } = rendered(words);
        expect(reading.decide(flow, nobody).verdict).not.toBe('allow');
      });
      fc.assert(property, { numRuns: runs(50) });
    });

  if (access !== undefined)
    test(`contain the access of the spec that the target can express${access.orMore ? '' : ', and no other'}`, () =>
      proveAccess(access, proof, rendered));

  if (verdict !== undefined)
    test('decide each flow of each client as the spec says', () =>
      proveVerdicts(target, verdict, proof, rendered));

  test('have the same bytes when rendered again', () => {
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
  test('are the same for any order of lists in the spec', () => {
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

  test.each(lists)('differ in one hunk for one added host in group %s on %s', (id, service) => {
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

/** A client in a documentation network that no small spec lists. */
const nobody = must(parseAddress('203.0.113.250'));

/** Each flow from the first client of each network that the files filter. */
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

/** Whether the access contains a flow without a path. */
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
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom('tcp', 'udp') },
      { weight: 1, arbitrary: fc.constantFrom('sctp', ...protocols) },
    ),
    fc.oneof(
      fc.constantFrom('a.b', 'b.a', 'a.a.b', 'b.a.a.b', 'ab.b.a', 'a-b.a.a', 'q.a.b', 'a_b.b.a'),
      fc.constantFrom('0.0.0.9', '0.0.0.40', '198.51.100.5', '10.0.0.53', '169.254.169.254'),
      fc.constantFrom('[::9]', '[2001:db8:5::9]', '[fd00::1]'),
    ),
    fc.oneof(fc.integer({ min: 1, max: 42 }), fc.constantFrom(53, 80, 443, 1005, 5061)),
  )
  .map(([transport, host, port]) =>
    must(parseFlow(`${transport}://${host}${isProtocol(transport) ? '' : `:${port}`}`)),
  );
