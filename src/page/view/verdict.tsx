import type { OutputAnswer } from '../questions.ts';
import { Word } from './words.tsx';

const words = { allow: 'allow', deny: 'deny', 'not-applicable': 'not decided', unread: 'unknown' };

/** The answer of one output in a word. */
export function Verdict({ answer }: { readonly answer: OutputAnswer }) {
  const { verdict, differs } = answer;
  return <Word kind={differs ? `differs-${verdict}` : `verdict-${verdict}`}>{words[verdict]}</Word>;
}
