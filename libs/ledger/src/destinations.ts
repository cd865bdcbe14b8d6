import type pg from 'pg';
import type { DestinationMode } from '#canonical';
import { uuidv7 } from '#runtime';
import { inTransaction, query, sendAll } from './database.ts';
import { reopen } from './incidents/reopen.ts';

/** How a destination is worked, whether it is stopped or paused, and from when on it may be probed. */
export interface DestinationState {
  /** Undefined: the ledger does not know it. */
  readonly mode: DestinationMode | undefined;
  readonly stoppedAt: Date | undefined;
  readonly probeAt: Date | undefined;
  /** Somebody holds it: nothing is sent there, nothing is asked. */
  readonly pausedAt: Date | undefined;
  /** The maintenance that goes on, as a relay told last. */
  readonly maintenance: { readonly from: Date; readonly until: Date } | undefined;
}

interface StateRow {
  readonly mode: DestinationMode;
  readonly stopped_at: Date | null;
  readonly probe_at: Date | null;
  readonly paused_at: Date | null;
  readonly maintenance_from: Date | null;
  readonly maintenance_until: Date | null;
}

/** The right to probe; `failures`: probes in vain since the destination was stopped. */
export interface ProbeRight {
  readonly failures: number;
}

/**
 * Destinations that refuse us altogether. The state lies in the database: what one relay finds out stops all of them, one probe
 * at a time is made over all of them, and a restart forgets nothing. Nothing is claimed for a stopped destination, nor for one
 * that an operator has paused; that one is not probed either.
 */
export class Destinations {
  constructor(private readonly pool: pg.Pool) {}

  async read(id: string): Promise<DestinationState> {
    const [row] = await query<StateRow>(this.pool, {
      name: 'destination-read',
      text: `SELECT mode, stopped_at, probe_at, paused_at, maintenance_from, maintenance_until FROM destination WHERE id = $1`,
      values: [id],
    });
    const { maintenance_from: from, maintenance_until: until } = row ?? {};
    return {
      mode: row?.mode,
      stoppedAt: row?.stopped_at ?? undefined,
      probeAt: row?.probe_at ?? undefined,
      pausedAt: row?.paused_at ?? undefined,
      maintenance: from && until ? { from, until } : undefined,
    };
  }

  /** Stops it and opens its incident. False: it is stopped already, and stays as it is. */
  async stop(id: string, { cause, now, probeAt }: { cause: string; now: Date; probeAt: Date }): Promise<boolean> {
    const values = [id, now, cause, probeAt, uuidv7(now), fingerprintOf(id)];
    const stop = { name: 'destination-stop', text: STOP, values };
    const rows = await inTransaction(this.pool, (db) => sendAll(db, [reopen([fingerprintOf(id)], now), stop]));
    return rows.length === 1;
  }

  /** Lets it go on and clears its incident. False: it was not stopped. */
  async resume(id: string, now: Date): Promise<boolean> {
    const rows = await query(this.pool, { name: 'destination-resume', text: RESUME, values: [id, now, fingerprintOf(id)] });
    if (rows.length === 1) await query(this.pool, { text: 'NOTIFY lanes_due' });
    return rows.length === 1;
  }

  /** Takes the right to probe it, if it is not in shadow, the time has come, nobody holds it and nobody else is at it; a holder that dies gives it back at `until`. */
  async takeProbe(id: string, claim: { stopped: boolean; now: Date; until: Date }): Promise<ProbeRight | undefined> {
    const { stopped, now, until } = claim;
    const [row] = await query<{ failures: number }>(this.pool, {
      name: 'destination-take-probe',
      text: `UPDATE destination SET probe_at = $4
        WHERE id = $1 AND mode = 'live' AND (stopped_at IS NOT NULL) = $2 AND (probe_at IS NULL OR probe_at <= $3) AND paused_at IS NULL
        RETURNING probe_failures AS failures`,
      values: [id, stopped, now, until],
    });
    return row;
  }

  /** Says when it may be probed next. */
  async probeAgain(id: string, { probeAt, failures }: { probeAt: Date; failures: number }): Promise<void> {
    await query(this.pool, {
      name: 'destination-probe-again',
      text: 'UPDATE destination SET probe_at = $2, probe_failures = $3 WHERE id = $1',
      values: [id, probeAt, failures],
    });
  }

  /** Tells whoever looks of the maintenance that goes on there; undefined: of none. */
  async noteMaintenance(id: string, period: { from: Date; until: Date } | undefined): Promise<void> {
    await query(this.pool, {
      name: 'destination-maintenance',
      text: 'UPDATE destination SET maintenance_from = $2, maintenance_until = $3 WHERE id = $1',
      values: [id, period?.from ?? null, period?.until ?? null],
    });
  }

  /** Whether anything is still to be sent there, now or later. */
  async hasWork(id: string): Promise<boolean> {
    const rows = await query(this.pool, {
      name: 'destination-has-work',
      text: `SELECT 1 FROM lane WHERE destination = $1 AND state IN ('due', 'verifying', 'leased') LIMIT 1`,
      values: [id],
    });
    return rows.length === 1;
  }

  /** The youngest dossier, other than that one, that it has acknowledged altogether. */
  async acknowledgedCode(id: string, other: string | undefined): Promise<string | undefined> {
    const [row] = await query<{ code: string }>(this.pool, {
      name: 'destination-acknowledged-code',
      text: `SELECT o.code FROM lane l JOIN dossier o ON o.id = l.dossier_id
        WHERE l.destination = $1 AND l.present AND NOT l.shadow AND l.state = 'idle' AND o.code IS DISTINCT FROM $2
        ORDER BY l.dossier_id DESC LIMIT 1`,
      values: [id, other ?? null],
    });
    return row?.code;
  }
}

function fingerprintOf(id: string): string {
  return `breaker|${id}`;
}

const STOP = `
  WITH stopped AS (
    UPDATE destination SET stopped_at = $2, stop_cause = $3, probe_at = $4, probe_failures = 0
    WHERE id = $1 AND stopped_at IS NULL RETURNING id
  )
  INSERT INTO incident (id, fingerprint, kind, destination, must_act, count, opened_at, last_at)
  SELECT $5, $6, 'breaker', id, 'province', 1, $2, $2 FROM stopped
  ON CONFLICT (fingerprint) WHERE cleared_at IS NULL DO UPDATE SET count = incident.count + 1, last_at = excluded.last_at
  RETURNING 1`;

const RESUME = `
  WITH resumed AS (
    UPDATE destination SET stopped_at = NULL, stop_cause = NULL, probe_at = NULL, probe_failures = 0
    WHERE id = $1 AND stopped_at IS NOT NULL RETURNING id
  ), cleared AS (
    UPDATE incident SET cleared_at = $2 WHERE fingerprint = $3 AND cleared_at IS NULL
  )
  SELECT id FROM resumed`;
