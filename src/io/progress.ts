/** What a progress line needs of its terminal; `columns` is missing where the width is unknown. */
export type Screen = {
  write(text: string): unknown;
  readonly columns?: number | undefined;
};

/** Milliseconds since the process started. */
export type Clock = () => number;

/** Shorter runs show no progress. */
const quiet = 1000;

/** The shortest time between two updates, in milliseconds. */
const pause = 100;

const usualColumns = 80;

const clearRest = '\u001b[K';

/** One line of a terminal that is written again and again, and erased before anything else is printed. */
export class ProgressLine {
  readonly #screen: Screen | undefined;
  readonly #clock: Clock;
  #next = quiet;
  #isShown = false;

  /** Without a screen, nothing is written. */
  constructor(screen: Screen | undefined, clock: Clock) {
    this.#screen = screen;
    this.#clock = clock;
  }

  /** Shows which item of a phase is worked on; both numbers count from 1. Most calls do nothing. */
  show(phase: string, item: number, total: number): void {
    if (this.#screen === undefined) return;
    const now = this.#clock();
    if (now < this.#next) return;
    this.#next = now + pause;
    const { columns = usualColumns } = this.#screen;
    const text = `${phase}: ${inGroups(item)} of ${inGroups(total)}`;
    // A text in the last column would move some terminals to the next line.
    this.#screen.write(`\r${text.slice(0, Math.max(0, columns - 1))}${clearRest}`);
    this.#isShown = true;
  }

  erase(): void {
    if (this.#isShown) this.#screen?.write(`\r${clearRest}`);
    this.#isShown = false;
  }
}

/** `10,000`, in every locale. */
function inGroups(number: number): string {
  return String(number).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** Is there a person who looks at the line? Not in a pipe, in CI, or on a terminal that cannot erase. */
export function hasProgress(
  isTerminal: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  return isTerminal && (environment['CI'] ?? '') === '' && environment['TERM'] !== 'dumb';
}
