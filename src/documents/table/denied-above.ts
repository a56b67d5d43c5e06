import { hasDenial } from '../kit/denial.ts';

type Above = { readonly level: number; readonly text: string };

/** Below all headings with a mark. */
const bareLevel = 7;

/** The lines above a table that deny what is in it: headings up to the next one of their level, other lines up to the next table. */
export class DeniedAbove {
  #above: readonly Above[] = [];
  /** Whether rows came since the last line. */
  #hasRows = false;

  addWords(text: string): void {
    const marks = /^(#{1,6}) /.exec(text)?.[1];
    const level = marks?.length ?? bareLevel;
    const isOver = (above: Above) => above.level < level || (level === bareLevel && !this.#hasRows);
    this.#above = this.#above.filter(isOver);
    this.#hasRows = false;
    if (hasDenial(text)) this.#above = [...this.#above, { level, text }];
  }

  addRow(): void {
    this.#hasRows = true;
  }

  /** The nearest of them; undefined without one. */
  get words(): string | undefined {
    return this.#above.at(-1)?.text;
  }
}
