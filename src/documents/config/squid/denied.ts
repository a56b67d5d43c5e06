import type { Destination } from '../../../net/destination.ts';
import { parentsOf } from '../../../net/host.ts';
import { type PortRange, sharedPorts } from '../../../net/port.ts';
import { type Condition, type Conditions, portsOf } from './conditions.ts';
import type { AccessLine, Literal } from './directives.ts';

/** ACLs that every Squid has, and whose lines in its own example deny nothing that leaves for the internet. */
const ofSquidItself = ['manager', 'to_localhost', 'to_linklocal'];

/** What the lines of http_access above a line deny. The answer may be too much and never too little. */
export class Denied {
  readonly #conditions: Conditions;
  #everything = false;
  readonly #exact = new Set<string>();
  readonly #below = new Set<string>();
  /** All parent domains of denied names. */
  readonly #above = new Set<string>();
  /** The ports that are left, for all methods and for CONNECT; undefined for all. */
  #ports: readonly PortRange[] | undefined;
  #connectPorts: readonly PortRange[] | undefined;

  constructor(conditions: Conditions) {
    this.#conditions = conditions;
  }

  add({ literals }: AccessLine): void {
    const [only, ...more] = literals;
    if (only !== undefined && more.length === 0 && this.#isHarmless(only)) return;
    if (this.#addPorts(literals) || this.#addNames(literals)) return;
    this.#everything = true;
  }

  /** `deny !localnet` denies what no imported line allows; others concern Squid itself. */
  #isHarmless({ name, isNegated }: Literal): boolean {
    if (isNegated) return this.#conditions.isClients(name);
    return ofSquidItself.includes(name) && this.#conditions.linesOf(name).length === 0;
  }

  /** `deny !Safe_ports`, `deny CONNECT !SSL_ports`. */
  #addPorts(literals: readonly Literal[]): boolean {
    const [negated, ...others] = literals.filter(({ isNegated }) => isNegated);
    const positive = literals.filter(({ isNegated }) => !isNegated);
    if (negated === undefined || others.length > 0) return false;
    if (this.#conditions.typeOf(negated.name) !== 'port') return false;
    const ports = portsOf(this.#conditions.linesOf(negated.name));
    if (ports === undefined || !positive.every(({ name }) => this.#conditions.isConnect(name)))
      return false;
    if (positive.length === 0) this.#ports = shared(this.#ports, ports);
    else this.#connectPorts = shared(this.#connectPorts, ports);
    return true;
  }

  #addNames(literals: readonly Literal[]): boolean {
    const named = literals.find(
      ({ name, isNegated }) => !isNegated && this.#conditions.typeOf(name) === 'dstdomain',
    );
    const lines = named === undefined ? [] : this.#conditions.linesOf(named.name);
    const values = lines.flatMap((line) => line.values.map((value) => value.toLowerCase()));
    if (named === undefined || !values.every((value) => value.length <= 255 && plain.test(value)))
      return false;
    for (const value of values) {
      const name = value.replace(/^\.|\.$/g, '');
      (value.startsWith('.') ? this.#below : this.#exact).add(name);
      for (const parent of parentsOf(name)) this.#above.add(parent);
    }
    return true;
  }

  /** Whether a line above may deny a destination. */
  meets(destination: Destination): boolean {
    if (this.#everything) return true;
    const hasNames = this.#exact.size + this.#below.size > 0;
    // Without -n, Squid looks up the name of an address.
    if (destination.kind !== 'host' || destination.host.kind === 'pattern') return hasNames;
    const { host } = destination;
    const name = host.kind === 'exact' ? host.name : host.of;
    if (this.#below.has(name) || parentsOf(name).some((parent) => this.#below.has(parent)))
      return true;
    return host.kind === 'exact' ? this.#exact.has(name) : this.#above.has(name);
  }

  /** The ports that lines leave for each method; undefined for all. */
  get ports(): readonly PortRange[] | undefined {
    return this.#ports;
  }

  /** The ports of a condition that no line above denies; none if the condition names none. */
  left({ ports, isConnect }: Condition): readonly PortRange[] {
    const all = shared(this.#ports, ports);
    return isConnect ? shared(this.#connectPorts, all) : all;
  }
}

const plain = /^\.?[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?$/;

function shared(
  some: readonly PortRange[] | undefined,
  others: readonly PortRange[],
): readonly PortRange[] {
  return some === undefined ? others : sharedPorts(others, some);
}
