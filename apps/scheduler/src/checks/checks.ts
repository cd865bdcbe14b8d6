import type { Calendar } from '#canonical';
import { checkCalendar } from './calendar.ts';
import { checkCaps, type Caps } from './caps.ts';
import { checkCertificates } from './certificates.ts';
import type { Check, Looking } from './check.ts';
import { checkClocks } from './clocks.ts';
import { checkDoubts } from './doubts.ts';
import { checkHints } from './hints.ts';
import { checkInvariants } from './invariants.ts';
import { checkLeases } from './leases.ts';
import { checkSessions } from './sessions.ts';
import { checkSyncs } from './syncs.ts';
import { checkTimes } from './times.ts';
import { checkUnclaimed } from './unclaimed.ts';
import { checkUndecided } from './undecided.ts';

/** When checks are made and from what on they speak up. */
export interface CheckSettings extends Caps {
  /** After that long it is noticed that something due is claimed by nobody. */
  readonly unclaimedMs: number;
  /** After that long it is noticed that nobody knows whether something arrived. */
  readonly doubtMs: number;
  readonly certificateDays: number;
  /** The working days as this process has read them, and how many days before a year begins it must be among them. */
  readonly calendar: Calendar;
  readonly calendarDays: number;
  /** The time of this machine, in milliseconds since 1970. */
  readonly wallClock: () => number;
}

/** Certificates live for months: a handshake now and then is enough. */
const CERTIFICATE_TURNS = 20;

/** All self-checks. */
export function checksOf(looking: Looking, settings: CheckSettings): Check[] {
  const { everyMs, unclaimedMs, doubtMs, certificateDays: days, calendar: known, calendarDays, wallClock } = settings;
  return [
    checkLeases(looking, everyMs),
    checkTimes(looking, everyMs),
    checkHints(looking, { everyMs, afterMs: unclaimedMs }),
    checkUnclaimed(looking, { everyMs, afterMs: unclaimedMs }),
    checkDoubts(looking, { everyMs, afterMs: doubtMs }),
    checkInvariants(looking, everyMs),
    checkClocks(looking, { everyMs, wallClock }),
    checkSessions(looking, { everyMs, afterMs: unclaimedMs }),
    checkCertificates(looking, { everyMs: everyMs * CERTIFICATE_TURNS, days }),
    checkUndecided(looking, everyMs),
    checkSyncs(looking, everyMs),
    checkCalendar(looking, { everyMs, known, days: calendarDays }),
    checkCaps(looking, settings),
  ];
}
