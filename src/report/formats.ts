import type { Paint } from './page/paint.ts';

/** Makes the text of an answer; `paint` is for what people read on a terminal. */
type Print<Answer, Text> = (answer: Answer, paint: Paint) => Text;

/**
 * The formats of a command, by the words that `--format` takes: all print the same answer, and each is loaded when it
 * is asked for. The first is meant when none is named.
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
