import { randomUUID } from 'node:crypto';
import type { Reply } from '../portal/reply.ts';
import type { NationalDoor } from './door.ts';
import { asObject, readRequest } from './national.controller.ts';

const MADONVI = '000.00.00.H56';

/** What the wrapper is asked to pass on; `isUpdating` only for dossiers. */
export interface Passed {
  readonly service: 'DongBoHoSoMC' | 'CapNhatTienDoHoSoMC';
  readonly isUpdating?: unknown;
  readonly items: unknown;
}

/**
 * The province's own service in front of the portal: it adds session and agency code to a bare list, and packs the answer once
 * more. `envelope`: as text into an envelope of its own (source: protocols §1.4) · `text`: the message alone.
 */
export class Wrapper {
  private session: string | undefined;

  constructor(private readonly door: NationalDoor) {}

  async pass({ items, ...named }: Passed, packing: 'envelope' | 'text'): Promise<Reply> {
    const body = { session: this.ownSession(), madonvi: MADONVI, ...named, data: items };
    const reply = await this.door.handle(readRequest(body));
    // What is no answer of the portal goes through as it is: the wrapper has no words of its own for it.
    if (reply === 'hang-up' || reply.status !== 200 || reply.type !== 'json') return reply;
    return { ...reply, body: PACKINGS[packing](reply.body) };
  }

  /** The wrapper logs in by itself, before the portal would refuse its session. */
  private ownSession(): string {
    const { store } = this.door;
    const now = Date.now();
    if (this.session !== undefined && store.isAlive(this.session, now)) return this.session;
    const id = randomUUID();
    store.write({ kind: 'session', id, at: now, alone: store.settings.newLoginEndsOld });
    this.session = id;
    return id;
  }
}

const PACKINGS = {
  envelope: (body: string) => {
    const { error_code } = asObject(JSON.parse(body));
    return JSON.stringify({ error_code: String(error_code), message: body });
  },
  text: (body: string) => JSON.stringify(asObject(JSON.parse(body))['message'] ?? ''),
} satisfies Record<string, (body: string) => string>;
