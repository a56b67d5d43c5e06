import type { ChangedAccess } from '../data.ts';
import type { Filters, Row } from '../filter.ts';
import type { Questions } from '../questions.ts';
import { Places, Rule } from './links.tsx';
import { Section, Table } from './table.tsx';
import { Verdict } from './verdict.tsx';
import { Facts, Severity, Word } from './words.tsx';

/** Added or removed access. */
export function AccessSection({
  id,
  title,
  rows,
  all,
  questions,
  filters,
}: {
  readonly id: string;
  readonly title: string;
  readonly rows: readonly Row<ChangedAccess>[];
  readonly all: number;
  readonly questions: Questions;
  readonly filters: Filters;
}) {
  if (all === 0) return null;
  const columns = [
    ['col-severity', 'Severity'],
    [
      'col-access',
      id === 'added' ? 'Access, and a flow that is now allowed' : 'Access, and a flow',
    ],
    ['col-why', 'Why'],
    ['col-rules', 'Findings'],
    ['col-answers', 'Answers to the flow'],
    ['col-location', 'Location'],
  ] as const;
  return (
    <Section id={id} title={title} shown={rows.length} all={all}>
      <Table label={title} columns={columns} rows={rows} filters={filters}>
        {({ item, key }) => (
          <AccessRow key={key} access={item} isRemoved={id === 'removed'} questions={questions} />
        )}
      </Table>
    </Section>
  );
}

function AccessRow({
  access,
  isRemoved,
  questions,
}: {
  readonly access: ChangedAccess;
  readonly isRemoved: boolean;
  readonly questions: Questions;
}) {
  const { severity, findings, reasons, places } = access;
  return (
    <tr>
      <td class="narrow">
        {severity === null ? <Word kind="none">none</Word> : <Severity name={severity} />}
      </td>
      <th scope="row">
        <Access access={access} label={isRemoved ? 'remains' : 'was'} />
      </th>
      <td data-label="Why">
        <Facts facts={reasons} />
      </td>
      <td data-label="Findings">
        {findings.map(({ rule, message, accepted, score }) => (
          <p key={rule} class={accepted === null ? '' : 'accepted'} title={message}>
            <span class="rule">
              <Rule id={rule} />
            </span>{' '}
            <span class="muted">{score}</span>
            {accepted !== null && <span class="muted"> accepted: {accepted}</span>}
          </p>
        ))}
      </td>
      <td data-label="Answers">
        <Answers access={access} questions={questions} />
      </td>
      <td data-label="Location">
        <Places places={places} isBefore={isRemoved} />
      </td>
    </tr>
  );
}

function Access({ access, label }: { readonly access: ChangedAccess; readonly label: string }) {
  const { kind, destination, ports, was, example, exampleText, clients, site, notes } = access;
  return (
    <>
      <p class="what">
        <span class="mono strong">{destination}</span> <span class="mono">{ports}</span>{' '}
        <Word kind={`kind-${kind}`}>{kind}</Word>
      </p>
      {(exampleText ?? example) !== null && (
        <p class={`muted breakable ${exampleText === null ? 'mono' : ''}`}>
          {exampleText ?? example}
        </p>
      )}
      {was.length > 0 && <Related label={label} texts={was} />}
      {notes.map((note) => (
        <p key={note} class="note">
          {note}
        </p>
      ))}
      <p class="muted">
        {site}, for {clients}
      </p>
    </>
  );
}

// More of them are folded.
const mostRelated = 3;

/** Access of the other side: the first few, and the rest folded. */
function Related({ label, texts }: { readonly label: string; readonly texts: readonly string[] }) {
  const more = texts.slice(mostRelated);
  return (
    <div class="muted breakable">
      {label}: {texts.slice(0, mostRelated).join('; ')}
      {more.length > 0 && (
        <details>
          <summary>and {more.length} more</summary>
          {more.join('; ')}
        </details>
      )}
    </div>
  );
}

/** The outputs by their answers to the example flow. */
function Answers({
  access,
  questions,
}: {
  readonly access: ChangedAccess;
  readonly questions: Questions;
}) {
  const { example, site } = access;
  const [answers] = example === null ? [] : questions.ask(example, [site]);
  if (answers === undefined) return <>{access.outputs.join(', ')}</>;
  const verdicts = [...new Set(answers.outputs.map(({ verdict }) => verdict))];
  return (
    <>
      {verdicts.map((verdict) => {
        const own = answers.outputs.filter((answer) => answer.verdict === verdict);
        return own.slice(0, 1).map((answer) => (
          <p key={verdict} class="answer">
            <Verdict answer={answer} /> {own.map(({ target }) => target).join(', ')}
          </p>
        ));
      })}
    </>
  );
}
