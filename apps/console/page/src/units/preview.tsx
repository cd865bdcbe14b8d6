import { Alert } from 'antd';
import type { ReactNode } from 'react';
import type { MergerPreview } from '../../../contract/units.ts';
import { useDestinationName } from '../destinations/destinations.tsx';
import { formatCount } from '../format/time.ts';
import { useLanguage } from '../texts/language.tsx';

/** What a resolution would do: in numbers, then by destination, by client and by unit. */
export function Preview({ preview }: { readonly preview: MergerPreview }): ReactNode {
  const { t, say, language } = useLanguage();
  const late = formatCount(
    preview.units.reduce((all, unit) => all + unit.late, 0),
    language,
  );
  return (
    <div className="stack">
      {preview.isPast && <Alert type="warning" showIcon title={t.units.past} description={t.units.pastText(late)} />}
      {preview.faults.length > 0 && (
        <Alert
          type="error"
          showIcon
          title={t.units.untrue}
          description={
            <ul>
              {preview.faults.map(({ line, column = '', reason }) => (
                <li key={`${String(line)} ${column}`}>{`${t.units.line(line, column)}: ${say(reason)}`}</li>
              ))}
            </ul>
          }
        />
      )}
      <Figures preview={preview} />
      <Pending preview={preview} />
      <Scopes preview={preview} />
      <Ending preview={preview} />
    </div>
  );
}

function Figures({ preview }: { readonly preview: MergerPreview }): ReactNode {
  const { t, language } = useLanguage();
  const { units, made, unitsBefore, unitsAfter, codeRows, codes, growing } = preview;
  const sum = (of: (unit: MergerPreview['units'][number]) => number): string =>
    formatCount(
      units.reduce((all, unit) => all + of(unit), 0),
      language,
    );
  const figures = [
    [t.units.before, String(unitsBefore)],
    [t.units.after, String(unitsAfter)],
    [t.units.ending, String(units.length)],
    [t.units.beginning, String(made.length)],
    [t.units.divided, String(units.filter(({ isDivided }) => isDivided).length)],
    [t.units.dossiers, sum(({ dossiers }) => dossiers)],
    [t.units.open, sum(({ open }) => open)],
    [t.units.codesEnding, String(codes.length)],
    [t.units.codeRows, String(codeRows)],
    [t.units.cursors, growing.length === 0 ? '0' : growing.join(', ')],
  ] as const;
  return (
    <dl className="merger-figures">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt className="quiet small">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Pending({ preview: { pending } }: { readonly preview: MergerPreview }): ReactNode {
  const { t, say } = useLanguage();
  const nameOf = useDestinationName();
  return (
    <Table
      title={t.units.pending}
      heads={[t.units.destination, t.units.onTheirWay, t.units.waiting, t.units.underFormer, t.units.why]}
      rows={pending.map(({ destination, pending: going, waiting, underFormer, why }) => [
        nameOf(destination),
        going,
        waiting,
        underFormer,
        say(why),
      ])}
    />
  );
}

function Scopes({ preview: { scopes } }: { readonly preview: MergerPreview }): ReactNode {
  const { t } = useLanguage();
  return (
    <Table
      title={t.units.scopes}
      heads={[t.units.client, t.units.ending, t.units.becomes, t.units.carried]}
      rows={scopes.map(({ client, unit, name, becomes, carriedOver }) => [
        client,
        `${unit} ${name}`,
        becomes.join(', '),
        carriedOver ? t.units.yes : t.units.no,
      ])}
    />
  );
}

function Ending({ preview: { units } }: { readonly preview: MergerPreview }): ReactNode {
  const { t } = useLanguage();
  return (
    <Table
      title={t.units.endingUnits}
      heads={[t.units.code, t.units.name, t.units.becomes, t.units.dossiers, t.units.open]}
      rows={units.map(({ code, name, becomes, dossiers, open }) => [code, name, becomes.join(', '), dossiers, open])}
    />
  );
}

interface TableProps {
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

function Table({ title, heads, rows }: TableProps): ReactNode {
  const { language } = useLanguage();
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      <div className="table" role="group" aria-label={title} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.join(' ')}>
                {row.map((cell, at) => (
                  <td key={heads[at]}>{typeof cell === 'number' ? formatCount(cell, language) : cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
