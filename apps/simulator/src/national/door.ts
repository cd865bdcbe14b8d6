import { sleep } from '#runtime';
import { FaultPicker, type Fault, type Mode } from './faults.ts';
import { Services, sessionOver, type Served, type WireRequest } from './services.ts';
import type { Store } from './store.ts';

/** What goes out; `hang-up` ends the connection without an answer. */
export type Reply =
  'hang-up' | { readonly status: number; readonly body: string; readonly type: 'json' | 'html'; readonly retryAfter?: number };

const JSON_TYPE = 'json';

/** The portal's door: serves requests, misbehaving as it was told to. */
export class NationalDoor {
  private readonly picker = new FaultPicker();
  private readonly services: Services;

  constructor(
    private readonly store: Store,
    account: { readonly username: string; readonly password: string },
  ) {
    this.services = new Services(store, account);
  }

  async handle(request: WireRequest): Promise<Reply> {
    const fault = this.picker.pick(this.store.faults, { service: request.service, codes: request.codes, now: Date.now() });
    if (fault === undefined) return ok(this.answer(request));
    return MISBEHAVIOURS[fault.mode](this, request, fault);
  }

  /** Serves a request for good: what it changes is journalled before it is answered. */
  answer(request: WireRequest): string {
    const now = Date.now();
    const served = request.service === 'login' ? this.services.login(request.body, now) : this.services.serve(request, now);
    this.note(request, served);
    this.store.previous = JSON.stringify(served.answer);
    return this.store.previous;
  }

  /** Notes a call that had no effect. */
  ignore(request: WireRequest): void {
    this.note(request, { answer: {}, outcome: 'fault' });
  }

  /** Serves or ignores, as the fault says. */
  serveIfApplied(request: WireRequest, { applied }: Fault): void {
    if (applied) this.answer(request);
    else this.ignore(request);
  }

  loseSessions(request: WireRequest, { applied }: Fault): string {
    const served = sessionOver();
    if (applied) this.answer(request);
    else this.note(request, served);
    this.store.write({ kind: 'sessions-lost' });
    this.store.previous = JSON.stringify(served.answer);
    return this.store.previous;
  }

  /** The previous call's body; this one's true body then becomes the previous. The very first call has nothing stale to get. */
  stale(request: WireRequest, fault: Fault): Reply {
    const { previous } = this.store;
    this.serveIfApplied(request, fault);
    const body = previous ?? this.store.previous;
    return body === undefined ? 'hang-up' : ok(body);
  }

  /** Waits; false when meanwhile everything was forgotten or closed. */
  async outlast(delayMs: number): Promise<boolean> {
    const { era } = this.store;
    await sleep(delayMs);
    return era === this.store.era;
  }

  private note({ service, body, codes }: WireRequest, { outcome, records, steps }: Served): void {
    if (service === 'login') return;
    const isUpdating = typeof body['isUpdating'] === 'string' ? body['isUpdating'] : null;
    const note = { service, isUpdating, at: new Date().toISOString(), outcome };
    this.store.write({ kind: 'call', codes, note, ...(records && { records }), ...(steps && { steps }) });
  }
}

type Misbehaviour = (door: NationalDoor, request: WireRequest, fault: Fault) => Reply | Promise<Reply>;

const ignoring =
  (reply: Reply): Misbehaviour =>
  (door, request, fault) => {
    door.serveIfApplied(request, fault);
    return reply;
  };

const MISBEHAVIOURS: Readonly<Record<Mode, Misbehaviour>> = {
  none: (door, request) => ok(door.answer(request)),
  forget: (door, request) => ok(door.answer(request)),
  down: ignoring('hang-up'),
  slow: async (door, request, fault): Promise<Reply> => {
    if (fault.applied) {
      const body = door.answer(request);
      await sleep(fault.delayMs);
      return ok(body);
    }
    if (await door.outlast(fault.delayMs)) door.ignore(request);
    return 'hang-up';
  },
  // Goes on although the caller has hung up long ago: that is what makes a late portal dangerous.
  late: async (door, request, fault): Promise<Reply> => {
    if (await door.outlast(fault.delayMs)) door.serveIfApplied(request, fault);
    return 'hang-up';
  },
  'http-500': ignoring({ status: 500, body: 'Internal Server Error', type: 'html' }),
  'http-429': ignoring({ status: 429, body: '{"error_code":429,"message":"Quá nhiều yêu cầu"}', type: JSON_TYPE, retryAfter: 1 }),
  'http-403': ignoring({ status: 403, body: '<html><body>Forbidden</body></html>', type: 'html' }),
  'login-refused': ignoring(ok('{"error_code":-1,"message":"Sai tài khoản hoặc mật khẩu"}')),
  'session-lost': (door, request, fault) => ok(door.loseSessions(request, fault)),
  'error-in-200': ignoring(ok('{"error_code":99,"message":"Hệ thống đang bận, vui lòng thử lại sau"}')),
  'drop-reply': ignoring('hang-up'),
  'stale-reply': (door, request, fault) => door.stale(request, fault),
  garbage: ignoring({ status: 200, body: '<!DOCTYPE html><html><body><h1>Cổng dịch vụ</h1></body></html>', type: 'html' }),
};

function ok(body: string): Reply {
  return { status: 200, body, type: JSON_TYPE };
}
