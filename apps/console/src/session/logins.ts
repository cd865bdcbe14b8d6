import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { verifyPassword, type OperatorAccount } from '#ledger';
import { counter } from '#runtime';
import { Desk } from '../desk.ts';
import { Refused } from '../problems/refused.ts';
import { LoginLimits } from './login-limits.ts';
import { Turns } from './turns.ts';

const logins = counter('gateway_console_logins_total', 'Logins by what became of them', ['outcome']);

/** Passwords that are tried at a time: each takes a thread and 32 MiB for a tenth of a second. */
const MOST_AT_ONCE = 2;
const MOST_WAITING = 20;
const TOKEN_BYTES = 32;

/** Somebody who wants to log in, from where, and with which session until now. */
export interface LoginOrder {
  readonly username: string;
  readonly password: string;
  readonly address: string;
  readonly former: Buffer | null;
}

/** A session that was just begun; the only time that its token is seen. */
export interface BegunSession {
  readonly token: string;
  readonly account: Pick<OperatorAccount, 'username' | 'name' | 'role'>;
  readonly expiresAt: Date;
}

/** Logs operators in. Who is unknown, who is disabled and whose password is wrong hear the same after the same time. */
@Injectable()
export class Logins {
  private readonly limits: LoginLimits;
  private readonly turns = new Turns(MOST_AT_ONCE, MOST_WAITING);

  constructor(private readonly desk: Desk) {
    this.limits = new LoginLimits(desk.clock);
  }

  /** Begins a session. @throws Refused, Overloaded */
  async logIn({ username, password, address, former }: LoginOrder): Promise<BegunSession> {
    const name = username.trim().toLowerCase();
    const admitted = this.limits.take(name, address);
    if ('waitSeconds' in admitted) {
      logins.inc({ outcome: 'too-many' });
      throw new Refused('login.too-many', { headers: { 'retry-after': String(admitted.waitSeconds) } });
    }
    const { operators } = this.desk.ledger;
    const account = await this.prove(name, password).catch((error: unknown) => {
      admitted.giveBack();
      throw error;
    });
    const begun = account && (await this.begin(account, { address, former }));
    if (begun === undefined) {
      await operators.noteFailure(name, { now: this.desk.clock.now(), from: address });
      logins.inc({ outcome: 'wrong' });
      this.desk.log.event('operator.login-failed', {}, 'warn');
      throw new Refused('login.wrong');
    }
    admitted.giveBack();
    logins.inc({ outcome: 'begun' });
    this.desk.log.event('operator.login', { operator: begun.account.username });
    return begun;
  }

  /** Whose name and password these are; undefined = nobody's who may log in. */
  private prove(username: string, password: string): Promise<OperatorAccount | undefined> {
    return this.turns.take(async () => {
      const found = await this.desk.ledger.operators.find(username);
      return (await verifyPassword(password, found?.password)) && found?.enabled === true ? found : undefined;
    });
  }

  private async begin(
    account: OperatorAccount,
    { address, former }: Pick<LoginOrder, 'address' | 'former'>,
  ): Promise<BegunSession | undefined> {
    const { ledger, clock } = this.desk;
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    const order = { tokenHash: ledger.hashToken(token), now: clock.now(), former: former ?? undefined, from: address };
    const expiresAt = await ledger.operators.begin(account, order);
    return expiresAt && { token, account, expiresAt };
  }
}
