/** How parts of a text are marked on a terminal. */
export type Paint = {
  readonly bold: (text: string) => string;
  readonly red: (text: string) => string;
  readonly yellow: (text: string) => string;
  readonly blue: (text: string) => string;
  readonly dim: (text: string) => string;
};

const same = (text: string): string => text;

/** No color, for files and pipes. */
export const plain: Paint = { bold: same, red: same, yellow: same, blue: same, dim: same };

/** What decides whether to use color: the flag, the environment, and what the stream is. */
export type ColorWish = {
  /** Undefined when neither --color nor --no-color is given. */
  readonly flag: boolean | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** True for a terminal with colors. */
  readonly isTerminal: boolean;
};

/** The flag decides, then NO_COLOR, then FORCE_COLOR (0 and false mean no); else a terminal that has colors. */
export function paintFor({ flag, environment, isTerminal }: ColorWish): Paint {
  return wantsColor(flag, environment, isTerminal) ? ansi : plain;
}

function wantsColor(
  flag: boolean | undefined,
  environment: ColorWish['environment'],
  isTerminal: boolean,
): boolean {
  if (flag !== undefined) return flag;
  if ((environment['NO_COLOR'] ?? '') !== '') return false;
  const forced = environment['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  return isTerminal;
}

const ansi: Paint = {
  bold: (text) => `\u001b[1m${text}\u001b[22m`,
  red: (text) => `\u001b[31m${text}\u001b[39m`,
  yellow: (text) => `\u001b[33m${text}\u001b[39m`,
  blue: (text) => `\u001b[34m${text}\u001b[39m`,
  dim: (text) => `\u001b[2m${text}\u001b[22m`,
};
