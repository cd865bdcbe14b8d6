import type { DataSource } from 'typeorm';
import { instantOf, legalDay } from '#canonical';
import { databaseNow, openOwner } from '../setup/owner.ts';
import { addClient, type AddedClient, type ClientOrder } from './add.ts';
import { changeScope, type ChangedScope, type ScopeChange } from './change-scope.ts';
import { writeAudit, type Change, type Changed } from './change.ts';
import type { IssuedKey } from './keys.ts';
import { listClients, showClient, type ListedClient, type ShownClient } from './list.ts';
import { revokeKeys, type KeysToRevoke } from './revoke.ts';
import { rotateKeys, type RotatedKeys } from './rotate.ts';
import { setClient, type ClientChange } from './set.ts';

/**
 * The systems that may call us, as the province keeps them. Every change is one transaction together with its line in the audit, and
 * running doors hear of it when it is committed. `by` names the person. Changes throw `ClientRefused` where they cannot be made.
 */
export class ClientRegister {
  private constructor(
    private readonly source: DataSource,
    private readonly pepper: Buffer,
  ) {}

  /** Opens the register with the owner's account. */
  static async open(ownerUrl: string, pepper: Buffer): Promise<ClientRegister> {
    return new ClientRegister(await openOwner(ownerUrl), pepper);
  }

  add(order: ClientOrder, by: string): Promise<AddedClient> {
    return this.change({ by, act: 'client.add', subject: order.code }, (change) => addClient(change, order));
  }

  /** New credentials; the old ones end after the overlap. */
  rotate(code: string, overlapMs: number, by: string): Promise<RotatedKeys> {
    return this.change({ by, act: 'client.rotate', subject: code }, (change) => rotateKeys(change, code, overlapMs));
  }

  /** Ends credentials at once; answers their ids. */
  revoke(code: string, which: KeysToRevoke, by: string): Promise<readonly number[]> {
    return this.change({ by, act: 'client.revoke', subject: code }, (change) => revokeKeys(change, code, which));
  }

  scope(wanted: ScopeChange, by: string): Promise<ChangedScope> {
    return this.change({ by, act: 'client.scope', subject: wanted.code }, (change) => changeScope(change, wanted));
  }

  /** Limits, networks, destinations and the like, and a first API key or login; answers the credentials that were made. */
  set(wanted: ClientChange, by: string): Promise<readonly IssuedKey[]> {
    return this.change({ by, act: 'client.set', subject: wanted.code }, (change) => setClient(change, wanted));
  }

  async list(): Promise<ListedClient[]> {
    return listClients(this.source.manager, await this.moment());
  }

  async show(code: string): Promise<ShownClient> {
    return showClient(this.source.manager, await this.moment(), code);
  }

  async close(): Promise<void> {
    await this.source.destroy();
  }

  private async change<T>(
    { by, act, subject }: { by: string; act: string; subject: string },
    work: (change: Change) => Promise<Changed<T>>,
  ): Promise<T> {
    return this.source.transaction(async (db) => {
      const now = await databaseNow(db);
      const { result, details } = await work({ db, now, today: legalDay(instantOf(now)), pepper: this.pepper });
      if (details === undefined) return result;
      await writeAudit(db, { now, actor: by, act, subject, details });
      await db.query('NOTIFY clients_changed');
      return result;
    });
  }

  private async moment(): Promise<Pick<Change, 'now' | 'today'>> {
    const now = await databaseNow(this.source);
    return { now, today: legalDay(instantOf(now)) };
  }
}
