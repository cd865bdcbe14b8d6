import type { DueAlert, DutyLedger } from '#ledger';
import { counter, gauge, type Clock, type Log } from '#runtime';
import type { Duty } from '../duties/duty.ts';
import type { Webhook } from './webhook.ts';
import { writeAlert } from './write-alert.ts';

const WEBHOOK = 'default';
const MOST_AT_ONCE = 20;
/** After that long a message that was taken is anybody's again. */
const TAKEN_MS = 60_000;
const FIRST_DELAY_MS = 2_000;
const MOST_DELAY_MS = 3_600_000;

const alerts = counter('gateway_alerts_total', 'Incidents that were told of: opened, cleared', ['told', 'kind'] as const);
const posts = counter('gateway_alert_posts_total', 'Messages to the webhook by outcome', ['outcome'] as const);
const waiting = gauge('gateway_alerts_waiting', 'Messages that the webhook has not taken yet');
const open = gauge('gateway_incidents_open', 'Incidents that are open, by kind and who must act', ['kind', 'must_act'] as const);

interface Parts {
  readonly ledger: DutyLedger;
  readonly clock: Clock;
  readonly log: Log;
  /** Undefined: log and metrics alone tell. */
  readonly webhook: Webhook | undefined;
}

/** Tells of incidents that opened or cleared: once in the log and the metrics, and at least once, under one id, to the webhook. */
export function tellIncidents(parts: Parts, everyMs: number): Duty {
  return {
    name: 'alerts',
    everyMs,
    rest: () => {
      open.reset();
      waiting.reset();
    },
    run: async () => {
      await tell(parts);
      if (parts.webhook !== undefined) await deliver(parts, parts.webhook);
      await measure(parts.ledger);
      return undefined;
    },
  };
}

async function tell({ ledger, clock, log, webhook }: Parts): Promise<void> {
  const webhooks = webhook === undefined ? [] : [WEBHOOK];
  const told = await ledger.alerts.tell({ now: clock.now(), webhooks, write: writeAlert });
  for (const { told: what, id, kind, destination, mustAct, count } of told) {
    alerts.inc({ told: what, kind });
    const isOpened = what === 'opened';
    const fields = { incident: id, kind, partner: destination, mustAct, count };
    log.event(isOpened ? 'incident.opened' : 'incident.cleared', fields, isOpened ? 'warn' : 'info');
  }
}

async function deliver({ ledger, clock, log }: Parts, webhook: Webhook): Promise<void> {
  const now = clock.now();
  const until = new Date(now.getTime() + TAKEN_MS);
  const due = await ledger.alerts.takeDue(WEBHOOK, { now, until, most: MOST_AT_ONCE });
  await Promise.all(
    due.map(async (alert) => {
      const status = await webhook.send(alert, clock.now());
      const isTaken = status !== undefined && status >= 200 && status < 300;
      posts.inc({ outcome: isTaken ? 'taken' : 'failed' });
      if (isTaken) {
        await ledger.alerts.delivered(alert.id, clock.now());
        return;
      }
      log.event('alert.failed', { alert: alert.id, http: status ?? null, attempt: alert.attempts }, 'warn');
      await ledger.alerts.again(alert.id, new Date(clock.now().getTime() + delayMs(alert)));
    }),
  );
}

/** Doubles up to an hour; nothing is given up. */
function delayMs({ attempts }: DueAlert): number {
  return Math.min(MOST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempts - 1, 20));
}

async function measure(ledger: DutyLedger): Promise<void> {
  waiting.set(await ledger.alerts.waiting());
  open.reset();
  for (const { kind, mustAct, count } of await ledger.incidents.countOpen()) open.set({ kind, must_act: mustAct }, count);
}
