import { getOrAdd } from '../../maps.ts';
import type { Transport } from '../../net/transport.ts';

/** The parts of the text of a flow. */
export type Written = {
  readonly scheme: 'http' | 'https' | Transport;
  readonly host: string;
  /** Undefined if the text does not name it. */
  readonly port: number | undefined;
  /** Empty if the scheme has none. */
  readonly path: string;
};

/** The text with these parts. */
export function textOf({ scheme, host, port, path }: Written): string {
  return `${scheme}://${host}${port === undefined ? '' : `:${port}`}${path}`;
}

/**
 * The texts that were asked, by their hosts for each scheme, port and path: a host is searched in the files too, and a
 * text of which there are a million is not made for this alone.
 */
export class AskedTexts {
  readonly #hosts = new Map<string, Set<string>>();
  #last: { readonly written: Written; readonly hosts: Set<string> } | undefined;

  /** Is the text asked for the first time? */
  isNew(written: Written): boolean {
    const hosts = this.#hostsOf(written);
    const before = hosts.size;
    return hosts.add(written.host).size > before;
  }

  #hostsOf(written: Written): Set<string> {
    const { scheme, port, path } = written;
    const last = this.#last?.written;
    if (
      this.#last !== undefined &&
      last?.scheme === scheme &&
      last.port === port &&
      last.path === path
    )
      return this.#last.hosts;
    const hosts = getOrAdd(this.#hosts, `${scheme}:${port}${path}`, () => new Set<string>());
    this.#last = { written, hosts };
    return hosts;
  }
}
