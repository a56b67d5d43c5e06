import { type Flow, parseFlow } from '../net/flow.ts';
import type { PageData, PageOutput, PageSite } from './data.ts';
import { type AccessSet, type Answer, decide, unpackSets } from './decide.ts';

/** What one output, or the spec, answers about a flow. */
export type OutputAnswer = {
  readonly target: string;
  readonly verdict: Answer['verdict'] | 'unread';
  /** The line that allows it. */
  readonly place: string | null;
  /** Why the files of the output cannot be read. */
  readonly reason: string | null;
  /** Whether it allows what the spec does not, or denies what the spec allows. */
  readonly differs: boolean;
};

export type SiteAnswers = {
  readonly site: string;
  readonly enforce: string;
  readonly spec: OutputAnswer;
  readonly outputs: readonly OutputAnswer[];
};

/** Answers questions about flows from the data of a page. */
export type Questions = {
  readonly sites: readonly string[];
  /** Why a text is not a flow; null if it is one. */
  problemOf(text: string): string | null;
  /** The answers at some sites; none for a text that is not a flow. */
  ask(text: string, sites: readonly string[]): readonly SiteAnswers[];
};

export function questionsOf(data: PageData): Questions {
  const byId = new Map(data.sites.map((site) => [site.id, site]));
  let sets: readonly AccessSet[] | undefined;
  return {
    sites: [...byId.keys()],
    problemOf: (text) => {
      const flow = parseFlow(text);
      return flow.ok ? null : `${flow.error.message}. Help: ${flow.error.help}`;
    },
    ask: (text, sites) => {
      const flow = parseFlow(text);
      if (!flow.ok) return [];
      sets ??= unpackSets(data.sets, data.destinations);
      const known = sets;
      return sites.flatMap((id) => {
        const site = byId.get(id);
        return site === undefined ? [] : [answersOf(site, flow.value, known, data)];
      });
    },
  };
}

function answersOf(
  { id, enforce, spec, outputs }: PageSite,
  flow: Flow,
  sets: readonly AccessSet[],
  data: PageData,
): SiteAnswers {
  const bySpec = answerOf({ target: 'spec', set: spec }, flow, sets, data);
  return {
    site: id,
    enforce,
    spec: bySpec,
    outputs: outputs.map((output) => {
      const answer = answerOf(output, flow, sets, data);
      return { ...answer, differs: isOther(answer.verdict, bySpec.verdict) };
    }),
  };
}

function isOther(verdict: OutputAnswer['verdict'], bySpec: OutputAnswer['verdict']): boolean {
  return verdict === 'unread' || verdict === 'not-applicable' ? false : verdict !== bySpec;
}

function answerOf(
  output: PageOutput,
  flow: Flow,
  sets: readonly AccessSet[],
  { files }: PageData,
): OutputAnswer {
  const { target } = output;
  const set = 'set' in output ? sets[output.set] : undefined;
  if (set === undefined) {
    const reason = 'unread' in output ? output.unread : 'no data';
    return { target, verdict: 'unread', place: null, reason, differs: false };
  }
  const { verdict, row } = decide(set, flow);
  const place =
    row === null ? null : `${files[set.rows[4 * row + 2] ?? -1]}:${set.rows[4 * row + 3]}`;
  return { target, verdict, place, reason: null, differs: false };
}
