import { FallOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { ScoreCell, ScoreFigure } from '../../../contract/score.ts';
import { Table } from '../catalogue/table.tsx';
import { formatCount } from '../format/time.ts';
import { useLanguage } from '../texts/language.tsx';
import { isLosing, showShare, showValue } from './show-value.ts';

/** The figures of the province: both sides, what is lost, and how much of the points that gives. */
export function Figures({
  rules,
  cells,
}: {
  readonly rules: readonly ScoreFigure[];
  readonly cells: readonly ScoreCell[];
}): ReactNode {
  const { t } = useLanguage();
  const { number, figure, did, counted, lost, share, points } = t.score;
  return (
    <Table label={t.score.province} heads={[number, figure, did, counted, lost, share, points]}>
      {rules.map((rule) => {
        const cell = cells.find((one) => one.number === rule.number);
        return cell === undefined ? null : <Row key={rule.number} rule={rule} cell={cell} />;
      })}
    </Table>
  );
}

function Row({ rule, cell }: { readonly rule: ScoreFigure; readonly cell: ScoreCell }): ReactNode {
  const { t, language } = useLanguage();
  const { number, did, counted, lost } = cell;
  const losing = isLosing(cell);
  const unknown = Math.max(did.unknown, counted.unknown);
  const show = (side: ScoreCell['did']): string => showValue(side, number, { t, language });
  const sums = (side: ScoreCell['did']): string =>
    `${formatCount(side.numerator, language)}/${formatCount(side.denominator, language)}`;
  const reasons = [did.reason ?? counted.reason].flatMap((reason) => (reason === null ? [] : [t.score.reasons[reason]]));
  return (
    <tr data-figure={number} className={losing ? 'score-losing' : undefined}>
      <td className="nowrap">{number}</td>
      <td className="score-words">
        {rule.name[language]}
        {[...reasons, ...(rule.limits === null ? [] : [rule.limits[language]])].map((text) => (
          <p className="quiet" key={text}>
            {text}
          </p>
        ))}
        {unknown > 0 && <p className="quiet">{t.score.unknown(formatCount(unknown, language))}</p>}
      </td>
      <td className="nowrap">
        {show(did)} <span className="quiet">{sums(did)}</span>
      </td>
      <td className="nowrap">
        {losing && <FallOutlined aria-label={t.score.less} />} {show(counted)} <span className="quiet">{sums(counted)}</span>
      </td>
      <td className="nowrap">{lost === 0 ? '—' : formatCount(lost, language)}</td>
      <td className="nowrap">{showShare(cell, { t, language })}</td>
      <td className="nowrap">{counted.points ?? t.score.none}</td>
    </tr>
  );
}
