import type { DocumentText } from '../documents/document.ts';
import { withoutSecrets } from '../documents/kit/secrets.ts';
import { plainWords } from '../documents/kit/words.ts';
import type { Spec, Unresolved } from '../language/types.ts';
import { getOrAdd } from '../maps.ts';
import type { Destination } from '../net/destination.ts';
import { formatHost } from '../net/host.ts';
import type { NamedDestination, NamedRequest } from './named.ts';
import type { Opened } from './opened.ts';
import { denotes, denotesOnPorts, isDestinationText, mayReplace, printedText } from './printed.ts';
import type { RowSide } from './report.ts';
import { tokensOf, withoutPlaceholders } from './tokens.ts';

/** What the spec says about texts of the document: `printed` of endpoints, and the needs under `unresolved`. */
export class Explanations {
  readonly #printed = new Map<string, Opened[]>();
  /** Endpoints with variables, by their host with one sign for each. */
  readonly #variables = new Map<string, Opened[]>();
  readonly #names = new Map<string, Unresolved>();
  readonly #texts = new Map<string, Unresolved>();
  /** By the words with which an import begins a text, before the reason in brackets. */
  readonly #words = new Map<string, Unresolved>();
  /** The first line of each token of the document that the spec mentions. */
  readonly #lines: ReadonlyMap<string, RowSide>;

  constructor({ unresolved }: Spec, opened: readonly Opened[], document: DocumentText) {
    for (const each of opened) this.#add(each);
    for (const need of unresolved) {
      const text = withoutSecrets(need.text);
      getOrAdd(this.#texts, text, () => need);
      for (const words of beginningsOf(text)) getOrAdd(this.#words, words, () => need);
      for (const { host } of need.names) getOrAdd(this.#names, formatHost(host), () => need);
    }
    this.#lines = linesWith(document.text, new Set(this.#printed.keys()));
  }

  /** The endpoints that are written for what a row prints. */
  printed(named: NamedDestination, request: NamedRequest): Opened[] {
    return this.#printedFor(named, request)
      .filter(({ opened, text }) => mayReplace(text, opened))
      .map(({ opened }) => opened);
  }

  /** An endpoint that claims to be written for what a row prints, and is of another domain. */
  foreign(named: NamedDestination, request: NamedRequest): Opened | undefined {
    return this.#printedFor(named, request).find(({ opened, text }) => !mayReplace(text, opened))
      ?.opened;
  }

  /** The need that explains a destination: by a declined name, a whole row, or a token that means the destination. */
  need(named: NamedDestination, request: NamedRequest): Unresolved | undefined {
    return (
      this.needOfName(named.destination) ??
      this.#needOfRow(request.words) ??
      this.#needOfToken(request.tokens, (text) => denotesOnPorts(text, named, request))
    );
  }

  /** The need that explains words without a destination of their own: as a whole, or by a token that may be one. */
  needOf(words: string): Unresolved | undefined {
    return this.#needOfRow([words]) ?? this.#needOfToken(tokensOf(words), isDestinationText);
  }

  /** The need that explains words as a whole. */
  needOfWhole(words: string): Unresolved | undefined {
    return this.#needOfRow([words]);
  }

  /** The need that explains one token of such words. */
  needOfToken(token: string): Unresolved | undefined {
    return this.#needOfToken([token], isDestinationText);
  }

  /** The need that declines a host by its name. */
  needOfName(destination: Destination): Unresolved | undefined {
    return destination.kind === 'host' ? this.#names.get(formatHost(destination.host)) : undefined;
  }

  /** The endpoint that is written for a token of words without a destination. */
  openedFor(token: string): Opened | undefined {
    if (!isDestinationText(token)) return undefined;
    return (
      this.#printed.get(token)?.find((each) => mayReplace(token, each)) ??
      this.#variables.get(withoutPlaceholders(token))?.[0]
    );
  }

  /** The line of the document that prints what an endpoint is written for; undefined if none does, or in another domain. */
  lineOf(opened: Opened): RowSide | undefined {
    const text = printedText(opened);
    return text !== undefined && mayReplace(text, opened) ? this.#lines.get(text) : undefined;
  }

  /** The need for the first of some rows, if each of them is one. */
  #needOfRow(rows: Iterable<string>): Unresolved | undefined {
    if (this.#texts.size === 0) return undefined;
    const needs = Array.from(rows, (words) => this.#texts.get(words) ?? this.#words.get(words));
    return needs.includes(undefined) ? undefined : needs[0];
  }

  #needOfToken(
    tokens: Iterable<string>,
    isMeant: (token: string) => boolean,
  ): Unresolved | undefined {
    for (const token of tokens) {
      const need = this.#texts.get(token);
      if (need !== undefined && isMeant(token)) return need;
    }
    return undefined;
  }

  #add(opened: Opened): void {
    const text = printedText(opened);
    if (text !== undefined) getOrAdd(this.#printed, text, () => []).push(opened);
    const { endpoint } = opened;
    if ('wants' in endpoint && endpoint.wants.kind === 'variables')
      getOrAdd(this.#variables, withoutPlaceholders(endpoint.written), () => []).push(opened);
  }

  #printedFor(named: NamedDestination, request: NamedRequest) {
    if (this.#printed.size === 0) return [];
    return [...request.tokens, ...request.words].flatMap((text) => {
      const all = this.#printed.get(text);
      if (all === undefined || !denotes(text, named, request)) return [];
      return all.map((opened) => ({ opened, text }));
    });
  }
}

/** What stands before the bracket at the end of a text: an import writes `words (reason)`. Others are the words' own. */
function beginningsOf(text: string): string[] {
  if (!text.endsWith(')')) return [];
  let depth = 0;
  for (let at = text.length - 1; at > 0; at -= 1) {
    if (text[at] === ')') depth += 1;
    if (text[at] === '(') depth -= 1;
    if (depth === 0) return text[at - 1] === ' ' ? [text.slice(0, at - 1)] : [];
  }
  return [];
}

function linesWith(text: string, wanted: ReadonlySet<string>): ReadonlyMap<string, RowSide> {
  const lines = new Map<string, RowSide>();
  if (wanted.size === 0) return lines;
  for (const [index, whole] of text.split('\n').entries()) {
    const line = withoutSecrets(whole);
    for (const token of [line.trim(), ...tokensOf(line)])
      if (wanted.has(token) && !lines.has(token))
        lines.set(token, { line: index + 1, words: plainWords(line) });
  }
  return lines;
}
