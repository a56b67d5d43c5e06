import { mergePorts, type PortRange, sharedPorts } from '../../../net/port.ts';
import { failure, type Result, success } from '../../../problem.ts';
import { type AclLine, type Literal, literalOf, type SquidConfig } from './directives.ts';

/** What one line of http_access allows: the values of an ACL, on these ports; none if it names none. */
export type Condition = {
  readonly destination: string;
  readonly ports: readonly PortRange[];
  /** Whether the line allows only the method CONNECT. */
  readonly isConnect: boolean;
};

/** What one ACL of a line says. */
type Part =
  | { readonly kind: 'clients' }
  | { readonly kind: 'destination'; readonly name: string }
  | { readonly kind: 'ports'; readonly ports: readonly PortRange[] }
  | { readonly kind: 'method'; readonly isConnect: boolean }
  | { readonly kind: 'limit'; readonly reason: string };

/** The types of ACLs that are destinations. */
export const destinationTypes = ['dstdomain', 'dst'];

// ACLs of ACLs can multiply; more than this is no configuration that a person can read.
const mostConditions = 1000;

/** Reads the conditions of lines of http_access. */
export class Conditions {
  readonly #config: SquidConfig;
  readonly #isGenerated: boolean;
  #left = 100_000;

  constructor(config: SquidConfig, isGenerated: boolean) {
    this.#config = config;
    this.#isGenerated = isGenerated;
  }

  /** The type of an ACL; undefined if the file does not define it, or with two types. */
  typeOf(name: string): string | undefined {
    const lines = this.linesOf(name);
    return lines.every(({ type }) => type === lines[0]?.type) ? lines[0]?.type : undefined;
  }

  linesOf(name: string): readonly AclLine[] {
    return this.#config.acls.get(name) ?? [];
  }

  /** The conditions of a line, each of which is enough; or why one is not to be told. */
  of(literals: readonly Literal[]): Result<Condition, string>[] {
    return this.#expand(literals).map((all) => (all.ok ? this.#conditionOf(all.value) : all));
  }

  /** The line without ACLs of ACLs. */
  #expand(literals: readonly Literal[]): Result<readonly Literal[], string>[] {
    const done: Result<readonly Literal[], string>[] = [];
    const open: (readonly Literal[])[] = [literals];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      this.#left -= next.length + 1;
      if (this.#left < 0 || done.length + open.length > mostConditions)
        return [failure('its ACLs of ACLs are too many')];
      const at = next.findIndex(({ name }) => this.#isGroup(name));
      const group = next[at];
      if (group === undefined) done.push(success(next));
      else if (group.isNegated) done.push(failure('it has a negated ACL of other ACLs'));
      else {
        const others = next.toSpliced(at, 1);
        for (const each of this.#alternatives(group.name).toReversed())
          open.push([...each, ...others]);
      }
    }
    return done;
  }

  #isGroup(name: string): boolean {
    return ['all-of', 'any-of'].includes(this.typeOf(name) ?? '');
  }

  #alternatives(name: string): readonly (readonly Literal[])[] {
    return this.linesOf(name).flatMap(({ type, values }) => {
      const literals = values.map(literalOf);
      return type === 'all-of' ? [literals] : literals.map((each) => [each]);
    });
  }

  #conditionOf(literals: readonly Literal[]): Result<Condition, string> {
    const parts = literals.map((literal) => this.#partOf(literal));
    const reason = parts.find((part) => part.kind === 'limit');
    if (reason?.kind === 'limit') return failure(reason.reason);
    const names = parts.flatMap((part) => (part.kind === 'destination' ? [part.name] : []));
    const [destination, ...more] = new Set(names);
    if (destination === undefined) return failure('it names no destination');
    if (more.length > 0) return failure('it matches several destinations at once');
    const [first, ...others] = parts.flatMap((part) => (part.kind === 'ports' ? [part.ports] : []));
    const ports = first && others.reduce(sharedPorts, first);
    const methods = parts.flatMap((part) => (part.kind === 'method' ? [part.isConnect] : []));
    if (ports === undefined && methods.length > 0)
      return failure('it allows only one method, and names no port');
    if (new Set(methods).size > 1) return failure('it allows no method');
    if (ports?.length === 0) return failure('it allows no port');
    return success({ destination, ports: ports ?? [], isConnect: methods.includes(true) });
  }

  #partOf({ name, isNegated }: Literal): Part {
    if (this.isConnect(name)) return { kind: 'method', isConnect: !isNegated };
    if (isNegated) return { kind: 'limit', reason: 'it excepts what another ACL matches' };
    if (this.isClients(name)) return { kind: 'clients' };
    if (this.#isHttp(name)) return { kind: 'method', isConnect: false };
    const type = this.typeOf(name);
    if (destinationTypes.includes(type ?? '')) return { kind: 'destination', name };
    if (type !== 'port') return { kind: 'limit', reason: narrowed(type) };
    const ports = portsOf(this.linesOf(name));
    return ports === undefined
      ? { kind: 'limit', reason: 'its ports are not numbers' }
      : { kind: 'ports', ports };
  }

  /** Whether an ACL is the method CONNECT. */
  isConnect(name: string): boolean {
    const lines = this.linesOf(name);
    if (lines.length === 0) return name === 'connect';
    return this.typeOf(name) === 'method' && this.#hasOnly(lines, ['CONNECT']);
  }

  #isHttp(name: string): boolean {
    return this.typeOf(name) === 'proto' && this.#hasOnly(this.linesOf(name), ['HTTP']);
  }

  #hasOnly(lines: readonly AclLine[], values: readonly string[]): boolean {
    return lines.every((line) => line.values.join() === values.join());
  }

  /** Whether an ACL is all clients: that of each, of Squid's own example, or of a file that Portolan generated. */
  isClients(name: string): boolean {
    const type = this.typeOf(name);
    if (name === 'all') return type === undefined;
    if (type !== 'src') return false;
    return name === 'localnet' || (this.#isGenerated && name.endsWith('_clients'));
  }
}

function narrowed(type: string | undefined): string {
  switch (type) {
    case undefined:
      return 'it needs an ACL that the file does not define';
    case 'src':
      return 'it allows only some clients';
    case 'time':
      return 'it allows only at certain times';
    case 'proxy_auth':
    case 'proxy_auth_regex':
    case 'external':
      return 'it allows only some users';
    case 'conditional':
      return 'it needs an ACL that is defined only sometimes';
    default:
      return 'it needs an ACL of a type that limits it';
  }
}

/** The ports of an ACL, all of TCP; undefined if one is not a port or a range. */
export function portsOf(lines: readonly AclLine[]): readonly PortRange[] | undefined {
  const ranges: PortRange[] = [];
  for (const text of lines.flatMap(({ values }) => values)) {
    const [, first = '', last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(text) ?? [];
    const [low, high] = [Number(first), Number(last)];
    if (!(low >= 1 && low <= high && high <= 65_535)) return undefined;
    ranges.push({ transport: 'tcp', low, high });
  }
  return mergePorts(ranges);
}
