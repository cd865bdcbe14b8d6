import { Chance } from '../harness/chance.ts';
import type { Commune } from '../harness/cluster.ts';
import { askDoor } from '../harness/door-client.ts';
import { RowsOfCommune, type Row } from '../manifest-rows.ts';

type Body = Readonly<Record<string, unknown>>;

/** A dossier as its commune has it. */
export interface Local {
  readonly commune: Commune;
  readonly code: string;
  readonly day: string;
  body: Body;
  steps: Body[];
  /** When something of it changed last, in milliseconds. */
  changedAt?: number;
}

const DAYS = 5;
const BATCH = 200;
/** What changed so lately may be on its way. */
const PENDING_MS = 3_000;
const OFFICERS = ['Lê Thị B', 'Phạm Văn C', 'Trần Thị D'];

/** Communes with their own databases, which send by the native door and make manifests by the recipe alone. */
export class Town {
  readonly dossiers: Local[];
  private readonly byCode: ReadonlyMap<string, Local>;

  constructor(
    private readonly communes: readonly Commune[],
    private readonly door: string,
    { dossiers, seed }: { dossiers: number; seed: number },
  ) {
    const chance = new Chance(seed);
    this.dossiers = Array.from({ length: dossiers }, (_, at) => this.invent(at, chance));
    this.byCode = new Map(this.dossiers.map((local) => [local.code, local]));
  }

  of(code: string): Local {
    const local = this.byCode.get(code);
    if (local === undefined) throw new Error(`nobody has ${code}`);
    return local;
  }

  private invent(at: number, chance: Chance): Local {
    const commune = chance.pick(this.communes);
    const dayOfMonth = 16 + chance.below(DAYS);
    const day = `2026-11-${String(dayOfMonth)}`;
    const code = `H56.${commune.unit}-2611${String(dayOfMonth)}-${String(at + 1).padStart(6, '0')}`;
    const time = (hour: number): string => `${day}T${String(hour).padStart(2, '0')}:${String(10 + chance.below(50))}:00+07:00`;
    const body = {
      ...{ dossierCode: code, procedureCode: '2.000815', applicant: { kind: 'citizen', name: 'Nguyễn Văn A' }, status: 2 },
      ...{ receivedAt: time(8), dueAt: `2026-12-${String(10 + chance.below(15))}T17:00:00+07:00` },
      ...{ channel: chance.pick(['direct', 'online']), returnMethod: 'desk', agencyName: 'Ủy ban nhân dân' },
    };
    const statuses = [4, 5, 4, 9].slice(0, 2 + chance.below(3));
    const steps = statuses.map((status, step) => ({
      ...{
        dossierCode: code,
        status,
        occurredAt: time(9 + step),
        officer: chance.pick(OFFICERS),
        content: `Bước ${String(step + 1)}`,
      },
    }));
    return { commune, code, day, body, steps };
  }

  /** Sends dossiers with all their steps. */
  async send(locals: readonly Local[]): Promise<void> {
    for (const commune of new Set(locals.map((local) => local.commune))) {
      const own = locals.filter((local) => local.commune === commune);
      await this.post(
        commune,
        '/v1/dossiers',
        own.map(({ body }) => body),
      );
      await this.post(
        commune,
        '/v1/status-changes',
        own.flatMap(({ steps }) => steps),
      );
    }
  }

  /** Sends all the steps of these dossiers; those that are there already are recognised. */
  async sendSteps(locals: readonly Local[]): Promise<void> {
    for (const commune of new Set(locals.map((local) => local.commune)))
      await this.post(
        commune,
        '/v1/status-changes',
        locals.filter((local) => local.commune === commune).flatMap(({ steps }) => steps),
      );
  }

  private async post(commune: Commune, path: string, items: readonly Body[]): Promise<void> {
    for (let from = 0; from < items.length; from += BATCH) {
      const body = { items: items.slice(from, from + BATCH) };
      const answer = await askDoor(`${this.door}${path}`, { method: 'POST', apiKey: commune.apiKey, body });
      const receipts = (answer.body as { receipts?: { result: string; problems: unknown[] }[] }).receipts ?? [];
      const refused = receipts.filter(({ result }) => result === 'refused');
      if (answer.status !== 202 || refused.length > 0) throw new Error(JSON.stringify(refused[0] ?? answer.body));
    }
  }

  /** Sends the lists of all communes, each of its own dossiers as it has them; `without` leaves some out, `more` adds rows. */
  async manifests({ without = [], more = [] }: { without?: readonly string[]; more?: readonly Local[] } = {}): Promise<void> {
    const all = [...this.dossiers.filter(({ code }) => !without.includes(code)), ...more];
    for (const commune of this.communes) {
      const own = all.filter((local) => local.commune === commune);
      const days = [...new Set([...this.dossiers, ...more].filter((local) => local.commune === commune).map(({ day }) => day))];
      const buckets = days.map((day) => ({ unit: commune.unit, day, items: rowsOf(own.filter((local) => local.day === day)) }));
      await this.tell(commune, buckets);
    }
  }

  private async tell(commune: Commune, buckets: readonly { unit: string; day: string; items: Row[] }[]): Promise<void> {
    if (buckets.length === 0) return;
    const body = {
      ...{ asOf: new Date().toISOString(), level: 'list' },
      buckets: buckets.map((bucket) => ({ ...bucket, count: bucket.items.length })),
    };
    const answer = await askDoor(`${this.door}/v1/manifests`, { method: 'POST', apiKey: commune.apiKey, body });
    if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
  }

  /** Answers what the communes are asked to send again; how much that was. */
  async answerRequests(extra: readonly Local[]): Promise<number> {
    let answered = 0;
    for (const commune of this.communes) {
      const address = `${this.door}/v1/resend-requests?limit=1000`;
      const { body } = await askDoor(address, { method: 'GET', apiKey: commune.apiKey });
      const codes = (body as { items: { dossierCode: string }[] }).items.map(({ dossierCode }) => dossierCode);
      const wanted = [...this.dossiers, ...extra].filter(({ code }) => codes.includes(code));
      // A whole dossier says how it stands by now.
      await this.send(
        wanted.map((local) => ({ ...local, body: { ...local.body, status: local.steps.at(-1)?.['status'] ?? 2 } })),
      );
      answered += wanted.length;
    }
    return answered;
  }
}

/** The rows of a bucket. */
function rowsOf(locals: readonly Local[]): Row[] {
  const rows = new RowsOfCommune();
  for (const { body, steps } of locals) {
    rows.dossier(body);
    for (const step of steps.toSorted((a, b) => (String(a['occurredAt']) < String(b['occurredAt']) ? -1 : 1))) rows.step(step);
  }
  const fresh = new Set(locals.filter(({ changedAt = 0 }) => Date.now() - changedAt < PENDING_MS).map(({ code }) => code));
  return rows.items().map((row) => (fresh.has(row.code) ? { ...row, pending: true } : row));
}
