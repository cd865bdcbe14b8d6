import type { Ledger } from '#ledger';
import { maintenanceAt, unanswered, type Answer, type DestinationSettings, type Period, type Verdict } from '#protocols';
import { gauge, type Clock, type Log } from '#runtime';

const underMaintenance = gauge(
  'gateway_destination_maintenance',
  '1 while a destination is under maintenance: nothing is sent to it',
  ['destination'] as const,
);

interface Parts {
  readonly ledger: Ledger;
  readonly destination: DestinationSettings;
  readonly clock: Clock;
  readonly log: Log;
}

/** Words of a portal that is being worked on: it says them of itself, whatever they would say of a dossier or of us otherwise. */
const NO_WORD_ON_IT: readonly Verdict[] = ['not-found', 'refused', 'session', 'forbidden'];

/**
 * The maintenance of a destination as its settings have it: every relay goes by its own clock, which is the database's, so that
 * nobody has to be told. The ledger is told for who looks. A destination in shadow is sent nothing anyway.
 */
export class Maintenance {
  private wasOn = false;

  constructor(private readonly parts: Parts) {}

  get isOn(): boolean {
    return this.period !== undefined;
  }

  /** Says what goes on to who looks: `known` is what the ledger says. */
  async tell(known: Period | undefined): Promise<void> {
    const { ledger, destination, log } = this.parts;
    const { period } = this;
    const isOn = period !== undefined;
    underMaintenance.set({ destination: destination.id }, isOn ? 1 : 0);
    const { wasOn } = this;
    if (period !== undefined && !wasOn)
      log.event('destination.maintenance-began', { partner: destination.id, until: period.until.toISOString() });
    if (period === undefined && wasOn) log.event('destination.maintenance-ended', { partner: destination.id });
    this.wasOn = isOn;
    if (known?.from.getTime() === period?.from.getTime() && known?.until.getTime() === period?.until.getTime()) return;
    await ledger.destinations.noteMaintenance(destination.id, period);
  }

  /** Says no more of it. */
  rest(): void {
    underMaintenance.set({ destination: this.parts.destination.id }, 0);
  }

  private get period(): Period | undefined {
    const { destination, clock } = this.parts;
    return destination.mode === 'live' ? maintenanceAt(destination.maintenance, clock.now()) : undefined;
  }
}

/** What nobody was sent because its destination is under maintenance. */
export function notDuringMaintenance(): Answer {
  return unanswered('expired', true, 'destination.maintenance');
}

/** An answer that came during maintenance, to what had been sent before: a refusal then is asked for again afterwards. */
export function heedMaintenance<A extends Answer>(answer: A, { isOn }: Pick<Maintenance, 'isOn'>): A {
  return isOn && NO_WORD_ON_IT.includes(answer.verdict) ? { ...answer, verdict: 'deferred' } : answer;
}
