import { FallOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import type { ScoreCell, ScoreUnit } from '../../../contract/score.ts';
import { Table } from '../catalogue/table.tsx';
import { Nothing } from '../states/nothing.tsx';
import { useLanguage } from '../texts/language.tsx';
import type { LossFilter } from './requests.ts';
import { isLosing, showValue } from './show-value.ts';

interface UnitsProps {
  readonly units: readonly ScoreUnit[];
  readonly onChoose: (filter: LossFilter) => void;
}

/** Every unit with what counts; where less counts than was done both stand, and lead to the dossiers. */
export function Units({ units, onChoose }: UnitsProps): ReactNode {
  const { t } = useLanguage();
  const [first] = units;
  if (first === undefined) return <Nothing title={t.score.noUnits} next={t.score.nothingNext} />;
  return (
    <Table label={t.score.units} heads={[t.score.unit, ...first.figures.map(({ number }) => number)]}>
      {units.map(({ unit, figures }) => (
        <tr key={unit.code} data-unit={unit.code}>
          <th scope="row">{unit.name}</th>
          {figures.map((cell) => (
            <td key={cell.number} className={isLosing(cell) ? 'nowrap score-losing' : 'nowrap'}>
              <Cell cell={cell} unit={unit} onChoose={onChoose} />
            </td>
          ))}
        </tr>
      ))}
    </Table>
  );
}

function Cell({
  cell,
  unit,
  onChoose,
}: { readonly cell: ScoreCell } & Pick<ScoreUnit, 'unit'> & Pick<UnitsProps, 'onChoose'>): ReactNode {
  const { t, language } = useLanguage();
  const { number, did, counted } = cell;
  const show = (side: ScoreCell['did']): string => showValue(side, number, { t, language });
  if (!isLosing(cell)) return show(counted);
  const values = `${show(did)} → ${show(counted)}`;
  return (
    <button
      type="button"
      className="score-cell"
      aria-label={t.score.see(values, unit.name, number)}
      onClick={() => {
        onChoose({ unit: unit.code, figure: number });
        document.getElementById('losses')?.scrollIntoView();
      }}
    >
      <FallOutlined aria-hidden /> {values}
    </button>
  );
}
