import { sleep } from '#runtime';
import type { Accepted, CallOutcome } from './dossier.ts';
import { FaultPicker, type Fault, type Mode } from './faults.ts';
import { json, type Answer, type Reply } from './reply.ts';
import type { Settings } from './settings.ts';
import type { Store } from './store.ts';

/** What a portal must know of a request to misbehave at it. */
export interface PortalRequest {
  /** `login` for a login, whatever the wire calls it. */
  readonly service: string;
  /** Dossier codes that it is about. */
  readonly codes: readonly string[];
}

/** What a portal answers, and what that was. */
export interface Served {
  readonly answer: Readonly<Record<string, unknown>>;
  /** HTTP status, 200 unless said. */
  readonly status?: number;
  readonly outcome: CallOutcome;
  readonly records?: readonly Accepted[];
  readonly steps?: readonly Accepted[];
}

/** What a portal says on its wire when it misbehaves. */
interface Excuses {
  readonly loginRefused: Answer;
  /** An error that does not show in the HTTP status. */
  readonly busy: Answer;
  /** The body of a `429`. */
  readonly tooMany: string;
}

/** How a portal speaks on its wire. */
export interface Speech<R extends PortalRequest> extends Excuses {
  /** Serves a request; nothing here knows of faults. */
  serve(request: R, now: number): Served;
  sessionOver(): Served;
  /** What the sender says of creating or updating, where the wire has a word for it. */
  isUpdating(request: R): string | null;
}

/** A portal's door: serves requests, misbehaving as it was told to. */
export class PortalDoor<R extends PortalRequest, S extends Settings> {
  private readonly picker = new FaultPicker();

  constructor(
    private readonly store: Store<S>,
    readonly speech: Speech<R>,
  ) {}

  async handle(request: R): Promise<Reply> {
    this.store.count(request.service);
    const fault = this.picker.pick(this.store.faults, { service: request.service, codes: request.codes, now: Date.now() });
    if (fault === undefined) return this.answer(request);
    return MISBEHAVIOURS[fault.mode](this, request, fault);
  }

  /** Serves a request for good: what it changes is journalled before it is answered. */
  answer(request: R): Answer {
    const served = this.speech.serve(request, Date.now());
    this.note(request, served);
    return this.remember(served);
  }

  /** Notes a call that had no effect. */
  ignore(request: R): void {
    this.note(request, { answer: {}, outcome: 'fault' });
  }

  /** Serves or ignores, as the fault says. */
  serveIfApplied(request: R, { applied }: Fault): void {
    if (applied) this.answer(request);
    else this.ignore(request);
  }

  loseSessions(request: R, { applied }: Fault): Answer {
    const served = this.speech.sessionOver();
    if (applied) this.answer(request);
    else this.note(request, served);
    this.store.write({ kind: 'sessions-lost' });
    return this.remember(served);
  }

  /** The previous call's answer; this one's true answer then becomes the previous. The very first call has nothing stale to get. */
  stale(request: R, fault: Fault): Reply {
    const { previous } = this.store;
    this.serveIfApplied(request, fault);
    return previous ?? this.store.previous ?? 'hang-up';
  }

  /** Waits; false when meanwhile everything was forgotten or closed. */
  async outlast(delayMs: number): Promise<boolean> {
    const { era } = this.store;
    await sleep(delayMs);
    return era === this.store.era;
  }

  private remember({ answer, status }: Served): Answer {
    this.store.previous = json(JSON.stringify(answer), status);
    return this.store.previous;
  }

  private note(request: R, { outcome, records, steps }: Served): void {
    const { service, codes } = request;
    if (service === 'login') return;
    const note = { service, isUpdating: this.speech.isUpdating(request), at: new Date().toISOString(), outcome };
    this.store.write({ kind: 'call', codes, note, ...(records && { records }), ...(steps && { steps }) });
  }
}

type Misbehaviour = <R extends PortalRequest, S extends Settings>(
  door: PortalDoor<R, S>,
  request: R,
  fault: Fault,
) => Reply | Promise<Reply>;

const ignoring =
  (reply: (excuses: Excuses) => Reply): Misbehaviour =>
  (door, request, fault) => {
    door.serveIfApplied(request, fault);
    return reply(door.speech);
  };

const MISBEHAVIOURS: Readonly<Record<Mode, Misbehaviour>> = {
  none: (door, request) => door.answer(request),
  forget: (door, request) => door.answer(request),
  down: ignoring(() => 'hang-up'),
  slow: async (door, request, fault): Promise<Reply> => {
    if (fault.applied) {
      const answer = door.answer(request);
      await sleep(fault.delayMs);
      return answer;
    }
    if (await door.outlast(fault.delayMs)) door.ignore(request);
    return 'hang-up';
  },
  // Goes on although the caller has hung up long ago: that is what makes a late portal dangerous.
  late: async (door, request, fault): Promise<Reply> => {
    if (await door.outlast(fault.delayMs)) door.serveIfApplied(request, fault);
    return 'hang-up';
  },
  'http-500': ignoring(() => ({ status: 500, body: 'Internal Server Error', type: 'html' })),
  'http-429': ignoring(({ tooMany }) => ({ ...json(tooMany, 429), retryAfter: 1 })),
  'http-403': ignoring(() => ({ status: 403, body: '<html><body>Forbidden</body></html>', type: 'html' })),
  'login-refused': ignoring(({ loginRefused }) => loginRefused),
  'session-lost': (door, request, fault) => door.loseSessions(request, fault),
  'error-in-200': ignoring(({ busy }) => busy),
  'drop-reply': ignoring(() => 'hang-up'),
  'stale-reply': (door, request, fault) => door.stale(request, fault),
  garbage: ignoring(() => ({
    status: 200,
    body: '<!DOCTYPE html><html><body><h1>Cổng dịch vụ</h1></body></html>',
    type: 'html',
  })),
};
