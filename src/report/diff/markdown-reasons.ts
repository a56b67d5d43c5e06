import { prose } from '../../markdown.ts';
import { sourceText } from '../../review/annotations.ts';
import type { Gain } from '../../review/diff/change.ts';

/** A reason in a cell is short; a longer one is below the table. */
const longestInCell = 120;
/** A reason of several rows is below the table, unless it is about as short as a reference to it. */
const longestRepeated = 40;

/** Why access is added: in the cell of its row, or once below the table. */
export class Reasons {
  readonly #count = new Map<string, number>();
  /** The numbers of the reasons below the table. */
  readonly #numbers = new Map<string, number>();

  constructor(gains: readonly Gain[]) {
    for (const text of gains.map(reasonOf))
      if (text !== undefined) this.#count.set(text, (this.#count.get(text) ?? 0) + 1);
  }

  /** The ticket with the reason, or with its number. */
  cellOf(gain: Gain): string {
    if (gain.origins.length === 0) return '–';
    const ticket = gain.origins[0]?.endpoint.ticket;
    const text = reasonOf(gain);
    const words = [
      ...(ticket === undefined ? [] : [prose(ticket)]),
      ...(text === undefined ? [] : [this.#isBelow(text) ? this.#numbered(text) : prose(text)]),
    ];
    return words.length === 0 ? '**none**' : words.join(': ');
  }

  /** The reasons that rows only number. */
  below(): string[] {
    const items = [...this.#numbers].map(([text, number]) => `- reason ${number}: ${prose(text)}`);
    return items.length === 0 ? [] : [items.join('\n')];
  }

  #isBelow(text: string): boolean {
    const isRepeated = (this.#count.get(text) ?? 0) > 1;
    return text.length > (isRepeated ? longestRepeated : longestInCell);
  }

  #numbered(text: string): string {
    const number = this.#numbers.get(text) ?? this.#numbers.size + 1;
    this.#numbers.set(text, number);
    return `reason ${number}`;
  }
}

/** The reason in the spec's words, in addition to a ticket: the note, or else, without a ticket, the source or requester. */
function reasonOf({ origins }: Gain): string | undefined {
  const [first] = origins;
  if (first === undefined) return undefined;
  const { note, ticket, source = first.group.source, requester } = first.endpoint;
  if (note !== undefined || ticket !== undefined) return note;
  return source?.section ?? sourceText(source) ?? (requester && `requested by ${requester}`);
}
