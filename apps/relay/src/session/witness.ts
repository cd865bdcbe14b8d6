import type { CallDeadline } from '#protocols';
import { sleep } from '#runtime';
import type { ProbeAnswer } from './judge-probe.ts';

/** A lane that is being visited to see what the destination makes of it. */
export interface VisitedLane {
  readonly dossierCode: string;
  readonly ended: Promise<void>;
}

/** Visits a lane of the destination, but not of that dossier, passing over so many others first; undefined when there is none. */
export type VisitAnother = (other: string | undefined, skip: number) => Promise<VisitedLane | undefined>;

/**
 * What a destination that can be asked nothing says of us: the answer to a call that some other dossier is due for anyway, or that
 * does no harm to it. `nobody`: there is no such dossier · `silent`: no answer came in time.
 */
export class Witness {
  private visitAnother: VisitAnother = () => Promise.resolve(undefined);
  private readonly listening = new Map<string, (answer: ProbeAnswer) => void>();

  /** Says who visits lanes. */
  comesBy(visitAnother: VisitAnother): void {
    this.visitAnother = visitAnother;
  }

  /** Takes note of an answer to whichever dossier. */
  heard(dossierCode: string, answer: ProbeAnswer): void {
    this.listening.get(dossierCode)?.(answer);
  }

  async hear(
    other: string | undefined,
    { skip, deadline }: { skip: number; deadline: CallDeadline },
  ): Promise<ProbeAnswer | 'nobody' | 'silent'> {
    const lane = await this.visitAnother(other, skip);
    if (lane === undefined) return 'nobody';
    const { dossierCode, ended } = lane;
    const over = new AbortController();
    const answer = new Promise<ProbeAnswer>((resolve) => {
      this.listening.set(dossierCode, resolve);
    });
    const silence = Promise.race([ended, sleep(Math.max(0, deadline.at - deadline.monotonic()), over.signal)]);
    try {
      return await Promise.race([answer, silence.then(() => 'silent' as const)]);
    } finally {
      this.listening.delete(dossierCode);
      over.abort();
    }
  }
}
