import type { Score, ScoreCell, ScoreLosses, ScoreOrder, ScorePeriods, ScoreSide } from '../../../apps/console/contract/score.ts';

const PERIOD = '2026-11';
const NAMES: Readonly<Record<string, readonly [string, string]>> = {
  '1.4': ['Hồ sơ đã đồng bộ', 'Dossiers synchronised'],
  '2.1': ['Hồ sơ đúng hạn', 'On time'],
  '2.2': ['Thời gian giải quyết trung bình (ngày làm việc)', 'Average duration (working days)'],
  '4.1': ['Kết quả điện tử', 'Electronic results'],
};

/** A score of the stand-in: two units, one of which loses two dossiers. */
export class StandInScore {
  private isOrdered = false;

  read([what]: readonly string[], query: URLSearchParams): Score | ScorePeriods | ScoreLosses {
    if (what === 'periods') return PERIODS;
    return what === 'dossiers' ? losses(query.get('unit'), query.get('figure')) : score(this.isOrdered);
  }

  order(): ScoreOrder {
    this.isOrdered = true;
    return { period: PERIOD, isOrdered: true };
  }
}

const ENDS_AT = '2026-11-30T17:00:00.000Z';
const PERIODS: ScorePeriods = {
  items: ['2026', '2026-Q4', PERIOD].map((period) => ({ period, endsAt: ENDS_AT, computedAt: '2026-11-27T02:00:00.000Z' })),
};

function score(isOrdered: boolean): Score {
  const figures = Object.entries(NAMES).map(([number, [vi, en]]) => ({
    ...{ number, name: { vi, en }, threshold: null, points: null },
    limits: number === '1.4' ? { vi: 'Mẫu số là số hồ sơ cổng đã nhận.', en: 'Divided by what the gateway received.' } : null,
  }));
  return {
    ...{ period: PERIOD, endsAt: ENDS_AT, daysLeft: 4, computedAt: '2026-11-27T02:00:00.000Z', isOrdered },
    ...{ dossiers: 1_240, unfilled: 12 },
    rules: {
      ...{ version: '766-2022', validFrom: '2022-06-23', sourceDate: '2026-10-31', confirmed: false, figures },
      source: { vi: 'Quyết định 766/QĐ-TTg', en: 'Decision 766/QĐ-TTg' },
    },
    province: cells(2),
    units: [
      { unit: { code: '14797', name: 'Phường Hạc Thành' }, figures: cells(2) },
      { unit: { code: '14758', name: 'Phường Hàm Rồng' }, figures: cells(0) },
    ],
  };
}

function cells(lost: number): ScoreCell[] {
  return Object.keys(NAMES).map((number) => {
    if (number === '4.1') return { number, did: side(0, 0), counted: side(0, 0), lost: 0 };
    if (number === '2.2') return { number, did: side(25, 10), counted: side(25, 10), lost: 0 };
    const own = number === '2.1' ? lost : 0;
    return { number, did: side(1_240, 1_240), counted: side(1_240 - own, 1_240), lost: own };
  });
}

function side(numerator: number, denominator: number): ScoreSide {
  const value = denominator === 0 ? null : numerator > denominator ? numerator / denominator : (100 * numerator) / denominator;
  const rounded = value === null ? null : Math.round(value * 100) / 100;
  return {
    ...{ value: rounded, reason: value === null ? 'not-known' : null, share: denominator === 10 ? null : rounded, points: null },
    ...{ numerator, denominator, unknown: value === null ? 7 : 0 },
  };
}

function losses(unit: string | null, figure: string | null): ScoreLosses {
  const items = ['0001', '0002'].map((serial, index) => ({
    dossierCode: `H56.14797-261110-${serial}`,
    unit: { code: '14797', name: 'Phường Hạc Thành' },
    ...{ procedure: '2.000815', figure: '2.1', cause: 'step-held', laneState: 'held' as const },
    why: {
      vi: 'Bước bị giữ lại vì bảng mã thiếu một mã. Bước 9 (Đã xử lý xong).',
      en: 'The step is held, since the tables lack a code. Step 9 (Finished).',
    },
    laneWhy: { vi: 'Bảng mã của nơi nhận thiếu một mã.', en: 'The tables of the destination lack a code.' },
    dueAt: index === 0 ? '2026-11-13T10:00:00.000Z' : null,
  }));
  const shown = items.filter((item) => (unit ?? item.unit.code) === item.unit.code && (figure ?? item.figure) === item.figure);
  return { items: shown, daysLeft: 4, confirmed: false, next: null, hasMore: false };
}
