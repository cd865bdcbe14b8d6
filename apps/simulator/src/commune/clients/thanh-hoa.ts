import type { Answer } from '../line.ts';
import type { LocalDossier } from '../one-stop.ts';
import type { WireItem } from '../truth.ts';
import type { CommuneClient, Ground } from './client.ts';
import { provincialRecord, provincialSteps } from './thanh-hoa.wire.ts';
import { says, Wrapper } from './wrapper.ts';

export const THANH_HOA_VARIANTS = ['nine-for-waiting'] as const;

const CHUNK = 10;
const HANDLED = ['0', '3', '-3'];
const DONE = 'thành công';

/** The province's own system. Source: protocols §1.4 and §1.12, nos. 8–16. */
export class ThanhHoa implements CommuneClient {
  private readonly wrapper: Wrapper;

  constructor(private readonly ground: Ground) {
    this.wrapper = new Wrapper(ground);
  }

  /** Every change of a dossier tells all of it and all of its steps again. What has not been received is not looked at. */
  async sync(dossier: LocalDossier): Promise<boolean> {
    if (dossier.receivedAt === undefined) return true;
    const isNine = this.ground.account.variant === 'nine-for-waiting';
    const record = provincialRecord(dossier, isNine);
    const isIn = await this.tell(record);
    this.ground.truth.record(record, isIn);
    return isIn && this.tellSteps(provincialSteps(dossier, isNine));
  }

  /** Always as a new one first; success and "there already" are read from words inside a text that is JSON itself. */
  private async tell(record: WireItem): Promise<boolean> {
    const created = await this.wrapper.post('DongBoHoSoMC', [record]);
    if (created === undefined || !HANDLED.includes(created.errorCode)) return false;
    if (!created.message.includes('đã tồn tại')) return isDone(created);
    const updated = await this.wrapper.post('CapNhatHoSoMC', [record]);
    return updated !== undefined && isDone(updated);
  }

  /**
   * Ten at a time, going on after a chunk that failed, and taking any body with the right words for success. The real one
   * forgets a lost chunk until a person marks the dossier again; the next run of the job stands for that person.
   */
  private async tellSteps(steps: readonly WireItem[]): Promise<boolean> {
    let areAllIn = true;
    for (let from = 0; from < steps.length; from += CHUNK) {
      const chunk = steps.slice(from, from + CHUNK);
      const answer = await this.wrapper.post('CapNhatTienDoHoSoMC', chunk);
      const isIn = says(answer?.text, DONE);
      this.ground.truth.steps(chunk, isIn);
      areAllIn &&= isIn;
    }
    return areAllIn;
  }
}

function isDone({ errorCode, message }: Answer): boolean {
  return errorCode === '0' && says(message, DONE);
}
