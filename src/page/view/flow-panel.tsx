import { useMemo, useState } from 'preact/hooks';
import type { Filters } from '../filter.ts';
import type { Questions, SiteAnswers } from '../questions.ts';
import { Places } from './links.tsx';
import { Verdict } from './verdict.tsx';
import { Word } from './words.tsx';

// The answers of more sites are counted; the site filter selects one.
const mostSites = 20;

/** A field for a flow. Every output answers as one types. */
export function FlowPanel({
  questions,
  filters,
}: {
  readonly questions: Questions;
  readonly filters: Filters;
}) {
  const [text, setText] = useState('');
  const sites = questions.sites.filter((site) => filters.site === '' || site === filters.site);
  const trimmed = text.trim();
  const problem = useMemo(() => questions.problemOf(trimmed), [questions, trimmed]);
  const answers = useMemo(
    () => (problem === null ? questions.ask(trimmed, sites) : []),
    [questions, trimmed, problem, filters.site],
  );
  return (
    <section id="flow" class="panel" aria-labelledby="flow-title">
      <h2 id="flow-title">
        <label for="flow-text">Try a flow</label>
      </h2>
      <input
        id="flow-text"
        class="mono"
        type="text"
        placeholder="https://www.example.com/ or udp://192.0.2.53:53"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        value={text}
        aria-describedby="flow-result"
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      <p id="flow-result" role="status">
        {trimmed === ''
          ? 'The spec and the files of every output answer as you type.'
          : (problem ?? summaryOf(answers))}
      </p>
      {answers.length > 0 && (
        <AnswerTable answers={answers.slice(0, mostSites)} filters={filters} />
      )}
      {answers.length > mostSites && (
        <p class="muted">and {answers.length - mostSites} more sites: select one in the filters</p>
      )}
    </section>
  );
}

function summaryOf(answers: readonly SiteAnswers[]): string {
  const allowing = answers.filter(({ spec }) => spec.verdict === 'allow').length;
  const bySpec =
    answers.length === 1
      ? `The spec ${allowing === 1 ? 'allows' : 'does not allow'} it`
      : `The spec allows it at ${allowing} of ${answers.length} sites`;
  const outputs = answers.flatMap((each) => each.outputs);
  const open = outputs.filter(({ verdict }) => verdict === 'allow').length;
  return `${bySpec}; ${open} of ${outputs.length} outputs ${open === 1 ? 'allows' : 'allow'} it.`;
}

function AnswerTable({
  answers,
  filters,
}: {
  readonly answers: readonly SiteAnswers[];
  readonly filters: Filters;
}) {
  const targets = [
    ...new Set(answers.flatMap(({ outputs }) => outputs.map(({ target }) => target))),
  ];
  const shown = targets.filter((target) => filters.output === '' || target === filters.output);
  return (
    <table aria-label="Answers" class="small">
      <thead>
        <tr>
          <th scope="col">Site</th>
          <th scope="col">Spec</th>
          {shown.map((target) => (
            <th key={target} scope="col">
              {target}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {answers.map((answer) => (
          <SiteRow key={answer.site} answer={answer} targets={shown} />
        ))}
      </tbody>
    </table>
  );
}

function SiteRow({
  answer: { site, enforce, spec, outputs },
  targets,
}: {
  readonly answer: SiteAnswers;
  readonly targets: readonly string[];
}) {
  return (
    <tr>
      <th scope="row">
        {site} <span class="muted">{enforce === 'closed' ? 'default deny' : 'allow only'}</span>
      </th>
      <td data-label="Spec">
        <Word kind={`verdict-${spec.verdict}`}>{spec.verdict}</Word>
        {spec.place !== null && <Places places={[spec.place]} />}
      </td>
      {targets.map((target) => {
        const own = outputs.find((output) => output.target === target);
        return (
          <td key={target} data-label={target}>
            {own === undefined ? (
              <span class="muted">not at this site</span>
            ) : (
              <>
                <Verdict answer={own} />
                {own.differs && <span class="note">differs from the spec</span>}
                {own.place !== null && <span class="place">{own.place}</span>}
                {own.reason !== null && <span class="muted">{own.reason}</span>}
              </>
            )}
          </td>
        );
      })}
    </tr>
  );
}
