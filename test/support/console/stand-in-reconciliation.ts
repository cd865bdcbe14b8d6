import type * as Answers from '../../../apps/console/contract/reconciliation.ts';
import { HELD_CODE } from './invented.ts';

const DAYS = 31;
const DAY_MS = 86_400_000;
const ago = (ms: number): string => new Date(Date.now() - ms).toISOString();
/** A legal day of Vietnam, so many days ago. */
const dayAgo = (days: number): string => new Date(Date.now() + 7 * 3_600_000 - days * DAY_MS).toISOString().slice(0, 10);

/** Reconciliation of the stand-in: a province in which every unit has something on many days. */
export class StandInReconciliation {
  /** Units in which something differs. */
  units = 12;
  private runs: Answers.Run[] = [RUN];
  private readonly all = Array.from({ length: 60 }, (_, index) => discrepancy(index));

  read([room, id]: readonly string[], query: URLSearchParams): unknown {
    if (room === 'known') return KNOWN;
    if (room === 'runs') return { items: this.runs };
    if (room === 'schedule') return { hourly: ago(-1_800_000), nightly: null };
    if (room === 'manifests') return MANIFESTS;
    if (room === 'heat') return heat(this.units);
    return room === 'dossiers' ? verified(id ?? '') : this.list(query);
  }

  write([, id, act]: readonly string[], body: Readonly<Record<string, unknown>>): Answers.Run {
    const [latest = RUN] = this.runs;
    if (act === 'cancel') return this.move('cancelled');
    const { scope, reason } = body as unknown as Answers.NewRun;
    const run: Answers.Run = {
      ...{ ...latest, id: `${id ?? 'run'}-2`, cause: 'demand', scope, reason, by: 'van-hanh', state: 'running' },
      ...{
        createdAt: ago(0),
        finishedAt: null,
        asked: 240,
        onTheirWay: 60,
        waitsFor: latest.destinations,
        agrees: 180,
        differs: 0,
        unseen: 0,
        cells: {},
      },
    };
    this.runs = [run, ...this.runs];
    return run;
  }

  /** Ends the latest run. */
  move(state: Answers.Run['state']): Answers.Run {
    const [latest = RUN, ...others] = this.runs;
    const run: Answers.Run = { ...latest, state, finishedAt: ago(0), onTheirWay: 0, waitsFor: [] };
    this.runs = [run, ...others];
    return run;
  }

  private list(query: URLSearchParams): Answers.Discrepancies {
    const [unit, day, kind] = ['unit', 'day', 'kind'].map((name) => query.get(name));
    const found = this.all.filter(
      (one) =>
        (unit === null || one.unit.code === unit) && (day === null || one.day === day) && (kind === null || one.kind === kind),
    );
    const from = Number(query.get('after') ?? 0);
    const to = from + Number(query.get('limit'));
    return { items: found.slice(from, to), next: String(to), hasMore: to < found.length };
  }
}

const unitOf = (index: number): { code: string; name: string } => ({
  code: String(14_000 + index),
  name: `${index % 4 === 0 ? 'Phường Hạc Thành' : 'Xã Hoằng Hóa'} ${String(index)}`,
});

function heat(units: number): Answers.HeatMap {
  const cells = Array.from({ length: units }, (_, unit) => unit).flatMap((unit) =>
    Array.from({ length: DAYS }, (_day, day) => ({ unit, day, dossiers: ((unit * 7 + day * 13) % 31) - 8 })),
  );
  return {
    cells: cells
      .filter(({ dossiers }) => dossiers > 0)
      .map(({ unit, day, dossiers }) => ({
        ...{ unit: unitOf(unit), day: dayAgo(day), tier: 'national', dossiers, open: dossiers },
      })),
  };
}

const KINDS = ['missing-there', 'field', 'steps', 'missing-here', 'codes'] as const;

function discrepancy(index: number): Answers.Discrepancy {
  const isTask = index % 3 === 0;
  return {
    ...{ id: `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`, side: 'national', tier: 'national' },
    ...{ kind: KINDS[index % KINDS.length] ?? 'field', field: index % KINDS.length === 1 ? 'NgayHenTra' : 'dossier' },
    ...{ dossierCode: index === 0 ? HELD_CODE : `H56.14797-261120-${String(1_000 + index)}`, unit: unitOf(index % 40) },
    ...{ day: dayAgo(index % DAYS), owner: isTask ? 'province' : 'nobody', firstAt: ago(DAY_MS), lastAt: ago(60_000 * index) },
    ...{ clearedAt: null, heal: isTask ? 'task' : 'converge', healState: isTask ? 'person' : 'asked', tries: index % 2 },
    why: {
      vi: 'Nơi nhận không còn hồ sơ đã xác nhận; cổng gửi lại.',
      en: 'The destination has lost a dossier that it acknowledged; the gateway sends it again.',
    },
  };
}

function verified(code: string): Answers.Verified {
  const isHeld = code === HELD_CODE;
  return {
    items: [
      {
        ...{ destination: 'national', lookup: 'steps', verifiedAt: ago(3 * 3_600_000) },
        ...{ verifiedAs: 'agrees', changedSince: isHeld },
      },
      { destination: 'province', lookup: 'none', verifiedAt: null, verifiedAs: 'unseen', changedSince: true },
    ],
  };
}

const RUN: Answers.Run = {
  ...{ id: 'run', cause: 'hourly', scope: 'changed', state: 'done', destinations: ['national'], by: 'gateway', reason: '' },
  ...{ createdAt: ago(3_600_000), finishedAt: ago(3_500_000), asked: 1_200, onTheirWay: 0, waitsFor: [] },
  ...{ agrees: 1_180, differs: 14, unseen: 6, healed: 9, cells: { national: { 'missing-there': 9, field: 5 } } },
};

const KNOWN: Answers.Known = {
  items: [
    {
      ...{ destination: 'national', lookup: 'steps', lanes: 201_340, agrees: 198_201, differs: 60, unseen: 3_079 },
      oldest: ago(9 * DAY_MS),
    },
    { destination: 'province', lookup: 'none', lanes: 201_302, agrees: 0, differs: 0, unseen: 201_302, oldest: null },
  ],
};

const MANIFESTS: Answers.ReceivedManifests = {
  items: [
    {
      ...{
        id: 'manifest',
        client: 'c14797',
        side: 'client:c14797',
        level: 'digests',
        asOf: ago(700_000),
        receivedAt: ago(600_000),
      },
      ...{ buckets: 31, items: 0, bucketsRead: 2, differing: 1, cells: { field: 2 } },
    },
  ],
};
