import { Chance } from './chance.ts';
import { fullDossier, type NativeDossier } from './full-dossier.ts';

/** A step as a commune sends it. */
export interface NativeStep {
  dossierCode: string;
  status: number;
  occurredAt: string;
  officer: string;
  title?: string;
  department?: string;
  content: string;
  startedAt?: string;
  dueAt?: string;
}

/** One thing that a commune sends, and its name in this run. */
export type Submission =
  | { readonly key: string; readonly kind: 'dossier'; readonly body: NativeDossier }
  | { readonly key: string; readonly kind: 'step'; readonly body: NativeStep };

/** All that one commune sends of one dossier, in order. The last one is always a step. */
export interface Script {
  readonly code: string;
  readonly commune: number;
  readonly submissions: readonly Submission[];
}

/** Statuses of the four steps; the first member is the status of the first version. */
const COURSES = [
  [2, 4, 5, 4, 9],
  [2, 4, 4, 9, 10],
  [2, 4, 6, 4, 9],
  [2, 4, 9, 10, 10],
  [1, 2, 4, 9, 10],
  [2, 4, 7, 8, 10],
  [1, 3, 3, 10, 10],
  [2, 5, 2, 4, 9],
  [2, 4, 8, 4, 9],
] as const;

const MINUTE_MS = 60_000;
const OFFICERS = [
  'Lê Thị B',
  'Trần Văn C',
  'Nguyễn Thị Thanh Hương',
  'Phạm Đức Nguyễn Hoàng Thị Bảo Ngọc Trần Lê Minh Khôi Vũ Đặng Anh',
];

/**
 * How dossiers are made up. `courses`: statuses, of the first version and of the steps. `calm`: no versions in between, no late
 * steps. `first`: the number of the first dossier, for a later run on the same cluster.
 */
export interface ScriptOptions {
  readonly seed: number;
  readonly first?: number;
  readonly courses?: readonly (readonly number[])[];
  readonly calm?: boolean;
}

/** Makes up the dossier with that number, the same one for the same seed. */
export function writeScript(
  number: number,
  commune: { readonly index: number; readonly unit: string },
  options: ScriptOptions,
): Script {
  const chance = new Chance(options.seed * 1_000_003 + number);
  const code = `H56.${commune.unit}-260105-${String(number + 1).padStart(5, '0')}`;
  return new ScriptWriter({ code, chance, number, options }).write(commune.index);
}

class ScriptWriter {
  private readonly submissions: Submission[] = [];
  private revision = 0;
  private at: number;
  private dossier: NativeDossier;

  constructor(private readonly given: { code: string; chance: Chance; number: number; options: ScriptOptions }) {
    this.at = Date.UTC(2026, 0, 5, 1) + (given.number % 5_000) * MINUTE_MS;
    this.dossier = { dossierCode: given.code } as NativeDossier;
  }

  write(commune: number): Script {
    const { chance, code, number, options } = this.given;
    const course = chance.pick(options.courses ?? COURSES);
    const isNumbered = options.calm !== true && chance.hits(0.6);
    this.dossier = fullDossier(code, { status: course[0] ?? 2, variety: number, receivedAt: instant(this.at) });
    this.sendVersion({}, isNumbered);
    for (const [index, status] of course.slice(1).entries()) {
      this.sendStep(status, options.calm !== true && index === 2 && chance.hits(0.04));
      this.dossier = { ...this.dossier, status };
      if (isNumbered && index < course.length - 2) this.sendVersionsBetween();
    }
    return { code, commune, submissions: this.submissions };
  }

  /** A few later versions: one more, two that the first may be skipped for, there and back again, another status without a step. */
  private sendVersionsBetween(): void {
    const { chance } = this.given;
    if (chance.hits(0.2)) this.sendVersion({ note: `Bổ sung lần ${String(this.revision)}` }, true);
    if (chance.hits(0.08)) {
      this.sendVersion({ note: 'Ghi chú tạm' }, true);
      this.sendVersion({ note: 'Ghi chú sau', abstract: `Trích yếu ${String(this.revision)}` }, true);
    }
    if (chance.hits(0.05)) {
      const before = this.dossier;
      this.sendVersion({ note: `Khác ${String(this.revision)}` }, true);
      this.dossier = before;
      this.sendVersion({}, true);
    }
    if (chance.hits(0.04))
      this.sendVersion({ status: this.dossier.status === 4 ? 6 : 4, note: `Đổi trạng thái ${String(this.revision)}` }, true);
    if (chance.hits(0.05)) this.sendVersion({ note: `Thiếu phí ${String(this.revision)}` }, true, ['fees', 'papers', 'dueAt']);
  }

  private sendVersion(change: Partial<NativeDossier>, isNumbered: boolean, without: readonly (keyof NativeDossier)[] = []): void {
    this.revision += 1;
    this.dossier = { ...this.dossier, ...change };
    const sent = Object.fromEntries(
      Object.entries(this.dossier).filter(([field]) => !without.includes(field as keyof NativeDossier)),
    );
    const body = { ...sent, ...(isNumbered ? { sourceVersion: this.revision } : {}) } as NativeDossier;
    this.submissions.push({ key: this.nextKey(), kind: 'dossier', body });
  }

  private sendStep(status: number, isLate: boolean): void {
    const { chance, code } = this.given;
    this.at += (5 + chance.below(50)) * MINUTE_MS;
    const at = isLate ? this.at - 180 * MINUTE_MS : this.at;
    const content = `Bước ${String(this.submissions.length)}: ${chance.pick(['thẩm định', 'trình ký', 'trả kết quả'])}`;
    const more = chance.hits(0.5)
      ? {
          title: 'Chuyên viên',
          department: 'Bộ phận một cửa',
          startedAt: instant(at - MINUTE_MS),
          dueAt: instant(at + MINUTE_MS),
        }
      : {};
    const body = { dossierCode: code, status, occurredAt: instant(at), officer: chance.pick(OFFICERS), content, ...more };
    this.submissions.push({ key: this.nextKey(), kind: 'step', body });
  }

  private nextKey(): string {
    return `${this.given.code}/${String(this.submissions.length)}`;
  }
}

/** Written in Vietnam, as the senders do. */
function instant(ms: number): string {
  return `${new Date(ms + 7 * 60 * MINUTE_MS).toISOString().slice(0, 19)}+07:00`;
}
