import type { ReactNode } from 'react';
import type { UnitKin, UnitLife } from '../../../contract/units.ts';
import { useLanguage } from '../texts/language.tsx';
import { formatDay } from './days.ts';

const ROW = 46;
const BOX = { width: 210, height: 36 };
const GAP = 110;
const WIDTH = 3 * BOX.width + 2 * GAP;

interface Place {
  readonly x: number;
  readonly y: number;
}

/** What a unit was made of and what it became, each line with the resolution: a small drawing, and the same in words for who cannot see it. */
export function Family({ life }: { readonly life: UnitLife }): ReactNode {
  const { t } = useLanguage();
  const { predecessors, successors } = life;
  if (predecessors.length + successors.length === 0) return null;
  const rows = Math.max(predecessors.length, successors.length, 1);
  const height = rows * ROW;
  const own = { x: BOX.width + GAP, y: height / 2 - BOX.height / 2 };
  return (
    <div className="family" role="group" aria-label={t.units.family(life.name)} tabIndex={0}>
      <svg viewBox={`0 0 ${String(WIDTH)} ${String(height)}`} width={WIDTH} height={height} aria-hidden="true">
        {predecessors.map((kin, at) => (
          <Kin key={kin.id} kin={kin} place={placeOf(at, predecessors.length, { x: 0, height })} own={own} isBefore />
        ))}
        {successors.map((kin, at) => (
          <Kin
            key={kin.id}
            kin={kin}
            place={placeOf(at, successors.length, { x: 2 * (BOX.width + GAP), height })}
            own={own}
            isBefore={false}
          />
        ))}
        <Box place={own} code={life.code} name={life.name} isOwn />
      </svg>
      <ul className="visually-hidden">
        {[...predecessors, ...successors].map((kin) => (
          <li
            key={`${String(kin.id)} ${kin.on}`}
          >{`${t.units.kinds[kin.kind]}: ${kin.code ?? t.units.unknown} ${kin.name}, ${formatDay(kin.on)}, ${kin.resolution ?? t.units.unknown}`}</li>
        ))}
      </ul>
    </div>
  );
}

function placeOf(at: number, of: number, { x, height }: { readonly x: number; readonly height: number }): Place {
  return { x, y: (height * (at + 0.5)) / of - BOX.height / 2 };
}

interface KinProps {
  readonly kin: UnitKin;
  readonly place: Place;
  readonly own: Place;
  readonly isBefore: boolean;
}

function Kin({ kin, place, own, isBefore }: KinProps): ReactNode {
  const [from, to] = isBefore ? [place, own] : [own, place];
  const begin = { x: from.x + BOX.width, y: from.y + BOX.height / 2 };
  const end = { x: to.x, y: to.y + BOX.height / 2 };
  const middle = (begin.x + end.x) / 2;
  const curve = `M ${String(begin.x)} ${String(begin.y)} C ${String(middle)} ${String(begin.y)}, ${String(middle)} ${String(end.y)}, ${String(end.x)} ${String(end.y)}`;
  return (
    <>
      <path d={curve} className={kin.kind === 'split' ? 'family-line family-split' : 'family-line'} />
      <Box place={place} code={kin.code} name={kin.name} isOwn={false} />
    </>
  );
}

function Box({
  place: { x, y },
  code,
  name,
  isOwn,
}: {
  readonly place: Place;
  readonly code: string | null;
  readonly name: string;
  readonly isOwn: boolean;
}): ReactNode {
  const { t } = useLanguage();
  return (
    <>
      <rect x={x} y={y} width={BOX.width} height={BOX.height} rx={6} className={isOwn ? 'family-box family-own' : 'family-box'} />
      <text x={x + 10} y={y + 15} className="family-code">
        {code ?? t.units.unknown}
      </text>
      <text x={x + 10} y={y + 30} className="family-name">
        {name}
      </text>
    </>
  );
}
