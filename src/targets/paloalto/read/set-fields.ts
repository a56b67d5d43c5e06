import { compareText } from '../../../net/order.ts';
import type { Cursor } from '../../kit/reading/cursor.ts';
import { requireAscending } from '../../kit/reading/values.ts';

/** The fields of a rule, taken in their order. */
export class Fields {
  readonly found = new Map<string, readonly string[]>();
  readonly #cursor: Cursor;
  readonly #start: string;

  /** `start` begins each line of the rule. */
  constructor(cursor: Cursor, start: string) {
    this.#cursor = cursor;
    this.#start = start;
  }

  /** Takes a field with exactly this value. */
  exactly(field: string, value: string): void {
    this.#cursor.takeExactly(`${this.#start}${field} ${value}`);
    this.#keep(field, value);
  }

  /** Takes a field with exactly this text, in quotes. */
  quoted(field: string, value: string): void {
    this.#cursor.takeExactly(`${this.#start}${field} "${value}"`);
    this.#keep(field, value);
  }

  /** Takes a field of this shape. */
  one(field: string, shape: RegExp): void {
    const start = `${this.#start}${field} `;
    const [found = ''] = this.#cursor.takeAfter(start, shape, `the field "${field}" of the rule`);
    this.#keep(field, found.replaceAll('"', ''));
  }

  /** Takes a field of this shape one or more times; each value sorts after the previous one. */
  some(field: string, shape: RegExp): void {
    do this.one(field, shape);
    while (this.#sees(field, shape));
    requireAscending(this.found.get(field) ?? [], compareText, () => this.#cursor.at);
  }

  /** Takes an optional field. */
  perhaps(field: string, shape: RegExp): void {
    if (this.#sees(field, shape)) this.one(field, shape);
  }

  /** Takes a switch that the model does not contain. */
  step(field: string, value: string): void {
    this.#cursor.takeExactly(`${this.#start}${field} ${value}`);
  }

  #sees(field: string, shape: RegExp): boolean {
    return this.#cursor.seesAfter(`${this.#start}${field} `, shape);
  }

  #keep(field: string, value: string): void {
    this.found.set(field, [...(this.found.get(field) ?? []), value]);
  }
}
