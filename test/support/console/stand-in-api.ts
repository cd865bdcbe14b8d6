import type {
  AuditLine,
  CodeTable,
  Destination,
  Destinations,
  Incident,
  Incidents,
  Mapped,
  OpenIncidents,
  Problem,
  Role,
  Session,
} from '../../../apps/console/contract/answers.ts';
import type { NewReplay } from '../../../apps/console/contract/replays.ts';
import { invent } from './invented.ts';
import { StandInCodes } from './stand-in-codes.ts';
import { StandInCatalogue } from './stand-in-catalogue.ts';
import { StandInReconciliation } from './stand-in-reconciliation.ts';
import { StandInScore } from './stand-in-score.ts';
import { StandInReplays } from './stand-in-replays.ts';

interface Asked {
  readonly body: Readonly<Record<string, unknown>>;
  readonly isEnglish: boolean;
}

interface Answered {
  readonly status: number;
  readonly answer: unknown;
}

export const PASSWORD = 'mat-khau-thu';

/** What the stand-in answers. It remembers what was done, so that the page sees what followed. */
export class StandInApi {
  readonly data = invent();
  readonly audit: AuditLine[] = [];
  readonly replays: StandInReplays;
  readonly codes = new StandInCodes();
  readonly catalogue = new StandInCatalogue();
  readonly reconciliation = new StandInReconciliation();
  readonly score = new StandInScore();
  isLoggedIn = false;
  /** What the next calls to a path answer instead, such as a problem that is hard to provoke. */
  readonly instead = new Map<string, Answered>();
  private readonly role: Role;
  private readonly tell: (event: string, data: unknown) => void;

  constructor(role: Role, tell: (event: string, data: unknown) => void) {
    this.role = role;
    this.tell = tell;
    this.replays = new StandInReplays(tell);
  }

  answer(method: string, url: string, asked: Asked): Answered {
    const { pathname, searchParams } = new URL(url, 'http://console');
    const parts = pathname.split('/').slice(2).map(decodeURIComponent);
    const instead = this.instead.get(pathname);
    if (instead !== undefined) return instead;
    if (parts[0] === 'session') return this.session(method, asked);
    if (!this.isLoggedIn) return problem(401, 'session.none', say(asked, 'Chưa đăng nhập', 'Not logged in'));
    return method === 'GET' ? this.read(parts, searchParams, asked) : this.write(parts, asked);
  }

  private session(method: string, asked: Asked): Answered {
    if (method === 'DELETE') {
      this.isLoggedIn = false;
      return { status: 204, answer: undefined };
    }
    if (method === 'POST' && asked.body['password'] !== PASSWORD)
      return problem(401, 'login.wrong', say(asked, 'Sai tên đăng nhập hoặc mật khẩu', 'Wrong username or password'));
    if (method === 'POST') this.isLoggedIn = true;
    if (!this.isLoggedIn) return problem(401, 'session.none', say(asked, 'Chưa đăng nhập', 'Not logged in'));
    const session: Session = {
      operator: { username: 'van-hanh', name: 'Tổ vận hành', role: this.role },
      expiresAt: new Date(Date.now() + 8 * 3_600_000).toISOString(),
    };
    return ok(session);
  }

  private read(parts: readonly string[], query: URLSearchParams, asked: Asked): Answered {
    const [room, first, second] = parts;
    switch (room) {
      case 'destinations':
        return ok(this.destinations());
      case 'incidents':
        return second === 'dossiers'
          ? ok(this.waiting(first ?? ''))
          : first === undefined
            ? ok(this.incidents(query))
            : this.incident(first, asked);
      case 'dossiers':
        return first === undefined ? ok(this.find(query.get('q') ?? '')) : this.story(first, asked);
      case 'code-tables':
      case 'procedure-proposals':
        return ok(parts[2] !== undefined && parts[3] === undefined && !query.has('direction') ? TABLE : this.codes.read(parts));
      case 'replays':
        return ok(this.replays.read(parts.slice(1)));
      case 'reconciliation':
        return ok(this.reconciliation.read(parts.slice(1), query));
      case 'catalogue':
        return ok(this.catalogue.read(parts.slice(1)));
      case 'score':
        return ok(this.score.read(parts.slice(1), query));
      case 'audit':
        return ok({
          items: this.audit.filter(({ subject }) => subject.includes(query.get('subject') ?? '')),
          next: null,
          hasMore: false,
        });
      case 'operators':
        return ok({ items: [{ username: 'van-hanh', name: 'Tổ vận hành', role: this.role, enabled: true, lastLoginAt: null }] });
      default:
        return problem(404, 'path.unknown', say(asked, 'Không có địa chỉ này', 'No such address'));
    }
  }

  private write(parts: readonly string[], { body }: Asked): Answered {
    const [room, first = '', second, third = ''] = parts;
    const at = new Date().toISOString();
    const act = [room, second].filter(Boolean).join('.');
    this.audit.unshift({ at, actor: 'van-hanh', act, subject: first, details: { reason: body['reason'] } });
    if (room === 'destinations') return this.pause(first, second === 'pause' ? String(body['reason']) : undefined);
    if (room === 'code-tables' && third === '' && body['fromCode'] !== 'TS_LOP1') return this.map();
    if (room === 'code-tables' || room === 'code-changes') return this.changeCodes(parts, body);
    if (room === 'replays') return this.replay(second, body);
    if (room === 'reconciliation') return { status: 202, answer: this.reconciliation.write(parts.slice(1), body) };
    if (room === 'score') return ok(this.score.order());
    if (room === 'catalogue') return ok(this.catalogue.decide(body['ids'] as number[]));
    if (second === 'reveal')
      return ok({ applicant: { name: 'Nguyễn Văn Thử', identity: { number: '038000000000' } }, steps: [] });
    return this.cancel(first, third, Number(body['seq']));
  }

  private destinations(): Destinations {
    return { at: new Date().toISOString(), items: this.data.destinations };
  }

  private incidents(query: URLSearchParams): Incidents {
    const [state, owner, destination] = [query.get('state') ?? 'open', query.get('owner'), query.get('destination')];
    const items = this.data.incidents.filter(
      (one) =>
        (state === 'all' || (one.clearedAt === null) === (state === 'open')) &&
        (owner === null || one.mustAct === owner) &&
        (destination === null || one.destination === destination),
    );
    return { items, next: null, hasMore: false, open: this.open() };
  }

  private open(): OpenIncidents {
    const count = (owner: Incident['mustAct']): number =>
      this.data.incidents.filter(({ mustAct, clearedAt }) => mustAct === owner && clearedAt === null).length;
    return {
      commune: count('commune'),
      province: count('province'),
      provincialPortal: count('provincial-portal'),
      national: count('national'),
    };
  }

  private incident(id: string, asked: Asked): Answered {
    const found = this.data.incidents.find((one) => one.id === id);
    return found === undefined
      ? problem(404, 'incident.unknown', say(asked, 'Không có sự cố này', 'No such incident'))
      : ok(found);
  }

  private waiting(id: string) {
    const incident = this.data.incidents.find((one) => one.id === id);
    const items = [...this.data.stories.values()]
      .filter(
        ({ destinations }) =>
          incident?.clearedAt === null && destinations.some(({ cause }) => cause !== null && cause === incident.cause),
      )
      .map(({ code, unit, status, acceptedAt }) => ({
        code,
        unit,
        status,
        destination: 'national',
        state: 'held',
        since: acceptedAt,
      }));
    return { items, next: null, hasMore: false };
  }

  private find(q: string) {
    const items = [...this.data.stories.values()].filter(({ code, sourceCode }) => code.startsWith(q) || sourceCode === q);
    return { items };
  }

  private story(code: string, asked: Asked): Answered {
    const found = this.data.stories.get(code);
    return found === undefined ? problem(404, 'dossier.unknown', say(asked, 'Không có hồ sơ này', 'No such dossier')) : ok(found);
  }

  private pause(id: string, reason: string | undefined): Answered {
    const index = this.data.destinations.findIndex((one) => one.id === id);
    const former = this.data.destinations[index];
    if (former === undefined) throw new Error(id);
    const paused = reason !== undefined;
    const now: Destination = {
      ...{ ...former, state: paused ? 'paused' : 'open', pausedAt: paused ? new Date().toISOString() : null },
      ...{ pausedBy: paused ? 'van-hanh' : null, pauseReason: reason ?? null, stoppedAt: null, stopCause: null, probeAt: null },
    };
    this.data.destinations[index] = now;
    this.tell('destinations', this.destinations());
    return ok(now);
  }

  private changeCodes(parts: readonly string[], body: Readonly<Record<string, unknown>>): Answered {
    const written = this.codes.write(parts, body);
    if (!('length' in written)) return ok(written);
    const { status, answer } = problem(422, 'codes.faulty', 'Bảng có lỗi');
    return { status, answer: { ...(answer as Problem), faults: written } };
  }

  private map(): Answered {
    const [mapped, ...others] = this.data.incidents;
    if (mapped === undefined) throw new Error('nothing to map');
    const clearedAt = new Date().toISOString();
    this.data.incidents.splice(0, this.data.incidents.length, { ...mapped, clearedAt, waitingLanes: 0 }, ...others);
    for (const [code, story] of this.data.stories) {
      const destinations = story.destinations.map((one) =>
        one.state === 'held'
          ? { ...one, state: 'idle' as const, cause: null, mustAct: null, acknowledgedSeq: story.headSeq }
          : one,
      );
      this.data.stories.set(code, { ...story, destinations });
    }
    this.tell('incidents', { open: this.open(), changed: [mapped.id] });
    const answer: Mapped = { waiting: mapped.waitingLanes, stillWaiting: 0 };
    return { status: 201, answer };
  }

  private replay(act: string | undefined, body: Asked['body']): Answered {
    if (act === undefined) return { status: 202, answer: this.replays.create(body as unknown as NewReplay) };
    return ok(this.replays.move(act === 'cancel' ? 'cancelled' : 'running'));
  }

  private cancel(code: string, destination: string, seq: number): Answered {
    const story = this.data.stories.get(code);
    if (story === undefined) throw new Error(code);
    const destinations = story.destinations.map((one) => (one.id === destination ? { ...one, acknowledgedSeq: seq } : one));
    this.data.stories.set(code, { ...story, destinations });
    return ok({ ...story, destinations });
  }
}

const TABLE: CodeTable = {
  items: [],
  targets: [
    { code: '1.001193.000.00.00.H56', label: { vi: 'Đăng ký khai sinh', en: 'Registration of birth' } },
    { code: '1.000894.000.00.00.H56', label: { vi: 'Đăng ký kết hôn', en: 'Registration of marriage' } },
    { code: '2.000815.000.00.00.H56', label: { vi: 'Chứng thực bản sao từ bản chính', en: 'Certified copies' } },
  ],
};

function ok(answer: unknown): Answered {
  return { status: 200, answer };
}

/** A problem as the console words it. */
export function problem(status: number, code: string, title: string): Answered {
  const answer: Problem = { type: `urn:problem-type:gateway:${code}`, title, status, code, detail: '', instance: 'urn:uuid:0' };
  return { status, answer };
}

function say({ isEnglish }: Asked, vi: string, en: string): string {
  return isEnglish ? en : vi;
}
