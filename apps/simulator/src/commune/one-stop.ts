import { Chance } from './chance.ts';
import { livesOf, type Desk, type Move } from './life.ts';
import { inventName, inventPerson, PROCEDURES, type Person, type Procedure } from './people.ts';
import { midnight } from './times.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export interface LocalStep {
  readonly status: number;
  readonly at: number;
  readonly officer: string;
  readonly title: string;
  readonly department: string;
  readonly content: string;
}

export interface LocalPaper {
  readonly id: string;
  readonly name: string;
  /** Where the files of this one component lie. */
  readonly paths: readonly string[];
}

export interface LocalSupplement {
  readonly id: number;
  readonly askedBy: string;
  readonly content: string;
  readonly askedAt: number;
  readonly dueBefore: number;
  resumedAt?: number;
  dueAfter?: number;
}

/** What does not change in the life of a dossier. */
export interface Facts {
  readonly code: string;
  readonly agencyName: string;
  readonly procedure: Procedure;
  readonly applicant: Person;
  readonly isEnterprise: boolean;
  /** 1 at the desk, 2 online. */
  readonly channel: 1 | 2;
  readonly byPost: boolean;
  readonly note: string;
  readonly papers: readonly LocalPaper[];
  readonly openedAt: number;
  readonly hasDueDate: boolean;
  readonly officers: Readonly<Record<Desk, string>>;
}

const TITLES: Readonly<Record<Desk, string>> = {
  counter: 'Công chức một cửa',
  expert: 'Công chức tư pháp',
  leader: 'Phó Chủ tịch',
};
const DEPARTMENTS: Readonly<Record<Desk, string>> = {
  counter: 'Trung tâm Phục vụ hành chính công',
  expert: 'Phòng Văn hóa – Xã hội',
  leader: 'Lãnh đạo Ủy ban',
};

/** A dossier in the commune's own database. */
export class LocalDossier {
  readonly steps: LocalStep[] = [];
  readonly supplements: LocalSupplement[] = [];
  status = 0;
  receivedAt: number | undefined;
  dueAt: number | undefined;
  finishedAt: number | undefined;
  returnedAt: number | undefined;
  refusedAt: number | undefined;

  constructor(
    readonly facts: Facts,
    private readonly moves: readonly Move[],
  ) {}

  /** Makes the next change of its life; false when there is none. */
  advance(): boolean {
    const move = this.moves[this.steps.length];
    if (move === undefined) return false;
    const at = this.facts.openedAt + this.steps.length * 17 * MINUTE_MS;
    const { status, by, content } = move;
    const officer = this.facts.officers[by];
    this.steps.push({ status, at, officer, title: TITLES[by], department: DEPARTMENTS[by], content });
    this.noteTimes(status, at);
    this.noteSupplement({ status, at, officer, content });
    this.status = status;
    return true;
  }

  private noteTimes(status: number, at: number): void {
    if (status === 2) {
      this.receivedAt = at;
      if (this.facts.hasDueDate) this.dueAt = at + 72 * HOUR_MS;
    }
    if (status === 3) this.refusedAt = at;
    if (status === 9) this.finishedAt = at;
    if (status === 10) this.returnedAt = at;
  }

  private noteSupplement({ status, at, officer, content }: Pick<LocalStep, 'status' | 'at' | 'officer' | 'content'>): void {
    if (status === 5) {
      this.supplements.push({
        id: this.supplements.length + 1,
        ...{ askedBy: officer, content, askedAt: at, dueBefore: this.dueAt ?? at },
      });
    }
    const open = this.supplements.at(-1);
    if (status !== 4 || open === undefined || open.resumedAt !== undefined) return;
    open.resumedAt = at;
    open.dueAfter = open.dueBefore + 24 * HOUR_MS;
    if (this.dueAt !== undefined) this.dueAt = open.dueAfter;
  }
}

/** What a commune's day is made of. */
export interface Workload {
  readonly agencyCode: string;
  /** `yyyy-MM-dd`, the day of reception and of everything that follows. */
  readonly day: string;
  readonly dossiers: number;
  readonly seed: number;
}

/** Seeds below this one have serial numbers of their own, so that runs of one day need not meet. */
const RANGES = 9;
const RANGE = 1_000;

/** The dossiers of a one-stop system, none of which has begun its life; the same for the same workload. */
export function openOneStop({ agencyCode, day, dossiers, seed }: Workload): LocalDossier[] {
  const lives = livesOf(dossiers, new Chance(seed));
  const officer = new Chance(seed + 1);
  const officers = { counter: inventName(officer), expert: inventName(officer), leader: inventName(officer) };
  const yymmdd = day.slice(2).replaceAll('-', '');
  return lives.map((moves, index) => {
    const serial = (seed % RANGES) * RANGE + index + 1;
    const code = `${agencyCode}-${yymmdd}-${String(serial).padStart(4, '0')}`;
    const openedAt = midnight(day) + 7 * HOUR_MS + index * 7_000;
    const facts = invent({ code, openedAt, agencyName: `UBND ${agencyCode}`, officers }, new Chance(seed * RANGE + index));
    return new LocalDossier(moves[0]?.status === 1 ? { ...facts, channel: 2 } : facts, moves);
  });
}

function invent(given: Pick<Facts, 'code' | 'openedAt' | 'agencyName' | 'officers'>, chance: Chance): Facts {
  const procedure = chance.one(PROCEDURES);
  const files = 1 + chance.below(2);
  const paths = Array.from({ length: files }, (_, at) => `/tep/${given.code}/${String(at + 1)}.pdf`);
  return {
    ...given,
    procedure,
    applicant: inventPerson(chance),
    isEnterprise: chance.below(12) === 0,
    channel: 1,
    byPost: chance.below(5) === 0,
    note: chance.below(3) === 0 ? '' : `${procedure.name} theo đơn`,
    papers: [{ id: `${given.code}-1`, name: procedure.paper, paths }],
    hasDueDate: chance.below(8) > 0,
  };
}
