import { mergePorts, type PortRange } from '../../net/port.ts';
import { parsePortRange } from '../../net/port-text.ts';
import { failure, type Refusal, type Result, refuse, success } from '../../problem.ts';
import type { DocumentSection, Labels } from '../document.ts';
import { memberOf } from '../kit/fields.ts';
import type { JsonArray, JsonObject } from '../kit/json.ts';
import { quote } from '../kit/secrets.ts';
import { plainWords } from '../kit/words.ts';

/** An entry of the list, of which each destination has all ports. */
export type Entry = {
  readonly line: number;
  readonly id: string;
  readonly category: string | undefined;
  readonly section: DocumentSection;
  readonly labels: Labels;
  /** Sorted and merged; empty if the entry names none. */
  readonly ports: readonly PortRange[];
  readonly urls: JsonArray['items'];
  readonly ips: JsonArray['items'];
};

/** Reads an entry. Refuses one with a key of another type; unknown keys are no mistake. */
export function readEntry(object: JsonObject, bypass: readonly string[]): Result<Entry, Refusal> {
  const read = new Reader(object);
  const id = read.id();
  const category = read.text('category');
  const required = read.flag('required');
  const area = read.text('serviceArea');
  const name = read.text('serviceAreaDisplayName') ?? area;
  const notes = read.text('notes');
  const entry: Entry = {
    line: object.line,
    id,
    category,
    section: {
      key: id,
      title: name === undefined ? `Entry ${id}` : `${plainWords(name)}, entry ${id}`,
      purpose: notes === undefined ? undefined : plainWords(notes),
      citation: `id ${id}${category === undefined ? '' : `, category ${plainWords(category)}`}`,
      tier: required === undefined ? undefined : tierOf(required),
      inspection: category !== undefined && bypass.includes(category) ? 'bypass' : undefined,
    },
    labels: labelsOf({
      serviceArea: area,
      category,
      required,
      id,
      expressRoute: read.flag('expressRoute'),
    }),
    ports: mergePorts([...read.ports('tcp'), ...read.ports('udp')]),
    urls: read.list('urls'),
    ips: read.list('ips'),
  };
  return read.refusal === undefined ? success(entry) : failure(read.refusal);
}

function tierOf(required: boolean): 'required' | 'optional' {
  return required ? 'required' : 'optional';
}

function labelsOf(values: Readonly<Record<string, string | boolean | undefined>>): Labels {
  return new Map(
    Object.entries(values).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, [String(value)]]],
    ),
  );
}

/** Reads members, and keeps the first refusal. */
class Reader {
  refusal: Refusal | undefined;
  readonly #object: JsonObject;

  constructor(object: JsonObject) {
    this.#object = object;
  }

  /** The id of the entry, a whole number: the vendor's key, which stays from revision to revision. */
  id(): string {
    const id = this.#kept(memberOf(this.#object, 'id', 'number'))?.number;
    if (id !== undefined && Number.isSafeInteger(id) && id >= 0) return String(id);
    this.refusal ??= refuse(
      'import-id',
      `line ${this.#object.line}: the entry has no "id" that is a whole number`,
      'check that the file is the one that the vendor publishes',
    );
    return '';
  }

  text(key: string): string | undefined {
    return this.#kept(memberOf(this.#object, key, 'text'))?.text;
  }

  flag(key: string): boolean | undefined {
    return this.#kept(memberOf(this.#object, key, 'boolean'))?.boolean;
  }

  list(key: string): JsonArray['items'] {
    return this.#kept(memberOf(this.#object, key, 'array'))?.items ?? [];
  }

  /** `tcpPorts` or `udpPorts`: numbers and ranges between commas, also with blanks as the Markdown view has them. */
  ports(transport: 'tcp' | 'udp'): PortRange[] {
    const key = `${transport}Ports`;
    const value = this.#kept(memberOf(this.#object, key, 'text'));
    const text = value?.text.trim() ?? '';
    if (value === undefined || text === '') return [];
    return text.split(',').flatMap((part) => {
      const range = parsePortRange(`${transport}/${part.trim().replace(/ ?[-\u2013] ?/, '-')}`);
      if (range.ok) return [range.value];
      this.refusal ??= refusePorts(key, value.text, value.line);
      return [];
    });
  }

  #kept<Value>(read: Result<Value, Refusal>): Value | undefined {
    if (read.ok) return read.value;
    this.refusal ??= read.error;
    return undefined;
  }
}

function refusePorts(key: string, text: string, line: number): Refusal {
  return refuse(
    'import-port',
    `line ${line}: expected ports such as "80,443" for ${quote(key)}, found ${quote(text)}`,
    'correct the ports, or remove the entry',
  );
}
