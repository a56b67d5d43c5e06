import type { Paint } from './page/paint.ts';

/** Formats an answer; `paint` colors text for a terminal. */
type Print<Answer, Text> = (answer: Answer, paint: Paint) => Text;

/**
 * The formats of a command, by the values of `--format`. All print the same answer, and each is loaded on use. The first
 * is the default.
 */
export type Formats<Answer, Text = string> = Readonly<
  Record<string, () => Promise<Print<Answer, Text>>>
>;

/** The text of an answer in one of its formats. */
export async function inFormat<Answer, Text>(
  format: () => Promise<Print<Answer, Text>>,
  answer: Answer,
  paint: Paint,
): Promise<Text> {
  const print = await format();
  return print(answer, paint);
}
