import { Injectable } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { Door } from '../door.ts';

const EVERY_MS = 10 * 60_000;
const MOST_BATCHES = 100;

/** Forgets idempotency keys that are older than seven days, batch by batch, so that their table does not grow for ever. */
@Injectable()
export class ForgetKeys {
  constructor(private readonly door: Door) {}

  @Interval(EVERY_MS)
  async run(): Promise<void> {
    const { ledger, log } = this.door;
    try {
      for (let batch = 0; batch < MOST_BATCHES; batch += 1) if ((await ledger.forgetOldKeys()) === 0) return;
    } catch (error) {
      log.error(error, 'old idempotency keys stay until the next turn');
    }
  }
}
