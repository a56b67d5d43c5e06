import { failure, type Refusal, type Result, refuse, success } from '../../../../problem.ts';
import type { Dump } from '../../../device.ts';
import { type Command, CommandDraft } from './set-words.ts';

/** The set commands of a dump, and what the session that it was copied from proves. */
export type Session = {
  readonly commands: readonly Command[];
  /** Do the command `show` and the next prompt enclose all of them? */
  readonly isWhole: boolean;
};

const prompt = /^[\w.-]{1,64}@[^\s#>]{1,128}([#>])\s*(.*)$/;

// In configuration mode, all else may change what the next command shows.
const harmless = /^(?:|show(?: .*)?|exit|quit|top|run .*)$/;
const showsAll = /^show(?: config running)?$/;

// What the device prints around the commands.
const around = /^(?:\[edit\]|(?:Entering|Exiting) configuration mode)?\s*$/;
const pager = /^\s*(?:lines \d+-\d+|-- ?more ?--|\(END\))/i;

/** Reads set commands as a device prints them, also within the session of a terminal. Refuses what may be incomplete. */
export function readSession({ name: file, text }: Dump): Result<Session, Refusal> {
  const reader = new SessionReader(file);
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  const last = lines.pop() ?? '';
  for (const line of lines) reader.read(line.replace(/\r$/, ''));
  // Without a line end, the last line may be cut off. A prompt has none.
  if (last.trim() !== '') reader.read(last, true);
  return reader.finish();
}

class SessionReader {
  readonly #file: string;
  readonly #commands: Command[] = [];
  #line = 0;
  #refusal: Refusal | undefined;
  /** The command whose quoted text goes on. */
  #open: CommandDraft | undefined;
  /** Was a command typed that shows everything, and no other one that shows something? */
  #isShown: boolean | undefined;
  /** Did a prompt follow the last command? */
  #isEnded = false;

  constructor(file: string) {
    this.#file = file;
  }

  read(text: string, isCut = false): void {
    this.#line += 1;
    if (this.#refusal !== undefined) return;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal writes them into a session.
    if (/[\x00-\x08\x0b-\x1f\x7f]/.test(text)) this.#refuse(...paged);
    else if (isCut && !prompt.test(text)) this.#refuse(...cutOff);
    else if (this.#open !== undefined) this.#continue(this.#open, text);
    else this.#begin(text);
  }

  finish(): Result<Session, Refusal> {
    if (this.#open !== undefined) this.#refuse(...endless);
    if (this.#refusal !== undefined) return failure(this.#refusal);
    return success({
      commands: this.#commands,
      isWhole: this.#isShown === true && this.#isEnded,
    });
  }

  #begin(text: string): void {
    const [, mark, typed = ''] = prompt.exec(text) ?? [];
    if (mark !== undefined) this.#type(mark, typed.trim());
    else if (pager.test(text)) this.#refuse(...paged);
    else if (text.startsWith('set ')) this.#take(new CommandDraft(this.#line), text);
    else if (!around.test(text)) this.#refuse(...unknown);
  }

  /** A text in quotes that contains a command was read wrongly: its end is not known. */
  #continue(draft: CommandDraft, text: string): void {
    if (text.startsWith('set ') || prompt.test(text)) this.#refuse(...endless);
    else this.#take(draft, text);
  }

  #take(draft: CommandDraft, text: string): void {
    const state = draft.read(text);
    this.#open = state === 'open' ? draft : undefined;
    if (state === 'malformed') this.#refuse(...malformed);
    else if (state !== 'open') this.#commands.push(state);
    this.#isEnded = false;
  }

  #type(mark: string, typed: string): void {
    this.#isEnded = true;
    if (mark === '#' && !harmless.test(typed)) this.#refuse(...changing);
    if (!typed.startsWith('show')) return;
    const isFirst = this.#isShown === undefined && this.#commands.length === 0;
    this.#isShown = isFirst && showsAll.test(typed);
  }

  #refuse(message: string, help: string): void {
    this.#refusal ??= refuse('live-dump', `${this.#file}:${this.#line}: ${message}`, help);
  }
}

type Words = readonly [message: string, help: string];

const again = 'take the dump again, or export the running configuration as XML';
const paged: Words = [
  'a mark of the terminal or of its pager, so lines may be missing',
  'run "set cli pager off" before the command show, and take the dump again',
];
const cutOff: Words = [
  'the last line has no end, so the dump may be cut off',
  'take the dump again; end its last line if you know that it is complete',
];
const endless: Words = ['a text in quotes has no end that is certain', again];
const unknown: Words = ['expected a set command of PAN-OS', again];
const malformed: Words = ['expected words, texts in quotes and one list in brackets', again];
const changing: Words = [
  'this command changes the candidate, or what the next command shows',
  'take the dump in a session whose only command in configuration mode is show',
];
