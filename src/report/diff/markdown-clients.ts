import { grouped } from '../../maps.ts';
import { literal } from '../../markdown.ts';
import type { Gain } from '../../review/diff/change.ts';
import type { AtSite } from '../../review/diff/order.ts';
import { clientsText } from './words.ts';

/** Below this number, every row can name its clients. */
const fewest = 3;

/** The clients of additions: those of most rows of a site are said once, and the other rows name theirs. */
export class Clients {
  /** By site; null where no clients are those of most additions. */
  readonly #usual = new Map<string, string | null>();

  constructor(gains: readonly AtSite<Gain>[]) {
    for (const [site, own] of grouped(gains, (gain) => gain.site)) {
      const byClients = grouped(own, ({ change }) => clientsText(change));
      // Without other clients at the site, a reader knows which ones they are.
      if (byClients.size > 1) this.#usual.set(site, usualOf(byClients, own.length));
    }
  }

  /** The clients as the row of an addition names them; undefined if it need not. */
  nameOf({ site, change }: AtSite<Gain>): string | undefined {
    const text = clientsText(change);
    return !this.#usual.has(site) || this.#usual.get(site) === text ? undefined : literal(text);
  }

  /** The clients of the rows that name none. */
  below(): string[] {
    return [...this.#usual].flatMap(([site, text]) =>
      text === null ? [] : [`Clients of the other rows of ${literal(site)}: ${literal(text)}.`],
    );
  }
}

function usualOf(byClients: ReadonlyMap<string, readonly unknown[]>, all: number): string | null {
  const least = Math.max(fewest, Math.floor(all / 2) + 1);
  const [usual] = [...byClients].filter(([, own]) => own.length >= least);
  return usual?.[0] ?? null;
}
