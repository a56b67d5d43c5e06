import { type Mention, type Mentions, mentionsIn, numberBehind } from './mentions.ts';
import { leadsTo, namesOwner } from './phrases.ts';
import type { Place } from './places.ts';
import { scanLine } from './scan.ts';

/** Destinations of a line that belong together, and what the line says about their ports. */
export type Unit = {
  readonly places: readonly Place[];
  /** Whether the line prints them as destinations; otherwise they stand in a description. */
  readonly isAdmitted: boolean;
  /** Whether nothing but a label is before them: then they begin an entry of a list. */
  readonly isFirst: boolean;
  /** The words before it, without ports. */
  readonly before: string;
  /** Whether words go on behind it and its ports, as in a sentence. */
  readonly isFollowed: boolean;
  readonly mentions: readonly Mention[];
  /** Why it is not clear which ports are theirs; undefined if it is. */
  readonly doubt: string | undefined;
};

/** What a line says. */
export type LineReading = {
  readonly text: string;
  readonly units: readonly Unit[];
  /** Every mention of ports in the line. */
  readonly mentions: readonly Mention[];
  /** The transports that the line names without a number, as a column would. */
  readonly transport: string;
  /** Whether it has only marks and words for ports beside its destinations. */
  readonly isPure: boolean;
};

/** A piece of a line between destinations. */
type Gap = { readonly text: string } & Mentions;

/** Reads a line whose markup is removed. */
export function readLine(text: string): LineReading {
  const { gaps: texts, places } = scanLine(text);
  const gaps = texts.map((gap) => ({ text: gap, ...mentionsIn(gap) }));
  addNumberBehind(gaps, places.at(-1)?.isUrl === true);
  const transports = new Set(gaps.flatMap((gap) => gap.transports));
  return {
    text,
    units: unitsOf(gaps, places),
    mentions: gaps.flatMap(({ mentions }) => mentions),
    transport: [...transports].join(' '),
    isPure: gaps.every(isPure),
  };
}

/** `api.example.com 443`: without another port in the line, the number at its end is one. */
function addNumberBehind(gaps: Gap[], isUrl: boolean): void {
  const last = gaps.at(-1);
  if (last === undefined || gaps.length < 2 || gaps.some(({ mentions }) => mentions.length > 0))
    return;
  const mention = numberBehind(last.text);
  if (mention !== undefined && (!isUrl || mention.read('').ok))
    gaps[gaps.length - 1] = { ...last, mentions: [mention] };
}

const portWords =
  /^(?:[^\p{L}\p{N}]|(?:ports?|protocols?|protokolle?|transports?|destination|dest|ziel|network|outbound|used|number|type|required|and|or|und|oder|ip|only|tcp|udp)(?![\p{L}\p{N}]))*$/iu;

function isPure(gap: Gap): boolean {
  return gap.text.length < 400 && portWords.test(wordsOf(gap));
}

/** The words of a gap without its ports, and without the comma behind them at its end. */
function wordsOf({ text, mentions }: Gap): string {
  let [words, from] = ['', 0];
  for (const { at, end } of mentions) {
    words += `${text.slice(from, at)} `;
    from = end;
  }
  const rest = text.slice(from);
  return from > 0 && /^[\s,;]*$/.test(rest) ? words : words + rest;
}

type Draft = { readonly places: Place[]; readonly before: Gap };

function unitsOf(gaps: readonly Gap[], places: readonly Place[]): Unit[] {
  const drafts: Draft[] = [];
  const inner: Gap[] = [];
  for (const [at, place] of places.entries()) {
    const before = gaps[at] ?? none;
    const last = drafts.at(-1);
    if (last !== undefined && isJoint(before)) last.places.push(place);
    else {
      if (last !== undefined) inner.push(before);
      drafts.push({ places: [place], before });
    }
  }
  const after = [...inner, gaps.at(-1) ?? none];
  const given = portsOf([drafts[0]?.before ?? none, ...after]);
  const isBegun = !/[\p{L}\p{N}]/u.test(wordsOf(drafts[0]?.before ?? none));
  let isListed = false;
  return drafts.map(({ places: own, before }, at) => {
    const isFirst = at === 0 && isLabel(wordsOf(before));
    const behind = after[at] ?? none;
    const isAdmitted =
      at === 0
        ? isFirstDestination(before, behind, own[0])
        : isNextDestination(before, behind, { isListed, isBegun });
    isListed = isAdmitted;
    const isFollowed = /^[\s)>*`"']*\p{L}/u.test(wordsOf(behind));
    const entry = {
      places: own,
      before: wordsOf(before).slice(-200),
      isAdmitted,
      isFirst,
      isFollowed,
    };
    return { ...entry, ...(given[at] ?? { mentions: [], doubt: undefined }) };
  });
}

const none: Gap = { text: '', mentions: [], transports: [] };

/** `a.example.com, b.example.com and c.example.com`. */
function isJoint({ text, mentions }: Gap): boolean {
  return (
    mentions.length === 0 &&
    text.length < 30 &&
    /^(?:\/(?:tcp|udp)(?!\p{L}))?(?:[\s,;/&|+"'`*<>()]|(?:and|or|und|oder|sowie|bzw\.)(?!\p{L}))*$/iu.test(
      text,
    )
  );
}

type Given = Pick<Unit, 'mentions' | 'doubt'>;

/** Which mentions belong to which unit: those before it, or those behind it, as the line begins. */
function portsOf(gaps: readonly Gap[]): Given[] {
  const hasNumbers = ({ mentions }: Gap) => mentions.some((each) => each.isNumbered);
  const isNumbered =
    gaps.some(hasNumbers) &&
    (gaps.length === 2 || !gaps[0]?.mentions.every((each) => each.isNumbered));
  const regions = gaps.map((gap) => nearOf(gap, isNumbered || hasNumbers(gap)));
  const count = regions.length - 1;
  const [front = []] = regions;
  const back = regions.at(-1) ?? [];
  if (count === 1) return [{ mentions: [...front, ...back], doubt: undefined }];
  if (front.length > 0 && back.length > 0)
    return repeat(count, { mentions: [], doubt: severalPorts });
  const own = front.length > 0 ? regions.slice(0, -1) : regions.slice(1);
  return own.map((mentions) => ({
    mentions,
    doubt: front.length > 0 && mentions.length === 0 ? severalPorts : undefined,
  }));
}

const severalPorts = 'it is not clear which port of the line belongs to it';

function repeat(count: number, given: Given): Given[] {
  return Array.from({ length: count }, () => given);
}

/** The mentions of a gap, without those of a description behind the first one. */
function nearOf(gap: Gap, isNumbered: boolean): readonly Mention[] {
  const mentions = gap.mentions.filter((each) => each.isNumbered === isNumbered);
  const [first, ...more] = mentions;
  if (first === undefined) return [];
  const description = /\s[-\u2013\u2014]\s|\.\s|\s(?:see|siehe)\s/.exec(gap.text.slice(first.end));
  const to = description === null ? gap.text.length : first.end + description.index;
  return [first, ...more.filter(({ at }) => at < to)];
}

/** Whether words end as a label does: `Sign-in:`, `**Sign-in**`, `TCP 443 ->`, or are none. */
function isLabel(words: string): boolean {
  if (!/[\p{L}\p{N}]/u.test(words) || /\*\*[^*]+\*\*\s*$/.test(words.slice(-200))) return true;
  return /[:=\u2013\u2014\u2192>|\-\u2022]$/.test(words.slice(-80).replace(/[\s*_"'`<(]+$/, ''));
}

function isFirstDestination(before: Gap, behind: Gap, place: Place | undefined): boolean {
  const words = wordsOf(before);
  if (namesOwner(words)) return false;
  if (isInBrackets(words)) return endsBrackets(behind);
  if (isLabel(words)) return endsEntry(behind, place);
  return leadsTo(words) || isTitle(words);
}

/** A destination behind another one. `isBegun`: the line begins with one, and what follows may be a description. */
function isNextDestination(
  before: Gap,
  behind: Gap,
  { isListed, isBegun }: { readonly isListed: boolean; readonly isBegun: boolean },
): boolean {
  const words = wordsOf(before);
  if (isInBrackets(words)) return endsBrackets(behind);
  if (!/[\p{L}\p{N}]/u.test(words) || (isLabel(words) && /^[\s>*"'`)]*[,;|]/.test(words)))
    return isListed;
  if (isBegun && isListed && behind.mentions.length === 0) return false;
  return leadsTo(words) && !/\s[-\u2013\u2014]\s/.test(words);
}

function isInBrackets(words: string): boolean {
  return /\(\s*[<`*"']*$/.test(words);
}

/** Whether a destination in parentheses ends them, and no sentence goes on. */
function endsBrackets(behind: Gap): boolean {
  return /^[>`*"']*\)\W*(?:$|[-\u2013\u2014:;,.(])/.test(wordsOf(behind).trimStart());
}

/** `Sign-in login.example.com`: a few words that begin like a title. */
function isTitle(words: string): boolean {
  return (
    /^\W*\p{Lu}[\p{L}\p{N}-]*(?: [\p{L}\p{N}-]+){0,2}\s*$/u.test(words) &&
    !/(?<!\p{L})(?:by|of|for|from|see|in|on|your|like|not|as|if|the|von|f\u00fcr|siehe|wie|im|auf|wenn)\s*$/iu.test(
      words,
    )
  );
}

/** Whether what follows a destination ends its entry, and does not make it the subject of a sentence about something else. */
function endsEntry(behind: Gap, place: Place | undefined): boolean {
  const [first, ...more] = behind.mentions;
  if (
    first !== undefined &&
    more.length === 0 &&
    !/[\p{L}\p{N}]/u.test(behind.text.slice(0, first.at))
  )
    return true;
  const follows = wordsOf(behind)
    .replace(/^[\s>`*"']*\([^()]{0,200}\)/, '')
    .trimStart();
  if (!/^[\p{L}\p{N}]/u.test(follows) || place?.isUrl === true) return true;
  const isBrand = /^\p{Lu}\p{Ll}/u.test(place?.printed ?? '');
  return !isBrand && continuing.test(follows) && !/^and (?:all|its|the|any)/i.test(follows);
}

const continuing =
  /^(?:on|over|via|using|must|should|needs?|outbound|is (?:used|required|needed|contacted)|are|for|with|through|and|to be|\u00fcber|auf|muss|wird|wenn|f\u00fcr|ausgehend)(?!\p{L})/iu;
