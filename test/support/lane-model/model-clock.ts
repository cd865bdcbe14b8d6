import { Clock } from '#runtime';

/** A clock that is put forward by hand, for all who share `shift`. */
export class ModelClock extends Clock {
  constructor(private readonly shift: { ms: number }) {
    super();
  }

  override now(): Date {
    return new Date(super.now().getTime() + this.shift.ms);
  }
}
