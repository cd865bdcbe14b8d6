import { existsSync } from 'node:fs';
import { OPERATOR_ROLES, OperatorRegister, type OperatorRole } from '#ledger';
import type { SecretStore } from '../disk/secret-store.ts';
import type { ReadyOperator } from '../ready-file.ts';

const NAMES: Readonly<Record<OperatorRole, string>> = {
  viewer: 'Người xem (mẫu)',
  operator: 'Người vận hành (mẫu)',
  admin: 'Quản trị (mẫu)',
};
const BY = 'npm start';

/**
 * The operators of the demo, one of each role. They are made once, with passwords that stay in the data folder; one that is there already
 * gets the password of a data folder that is new, and keeps any other that it was given.
 */
export async function makeOperators(ownerUrl: string, secrets: SecretStore): Promise<readonly ReadyOperator[]> {
  const register = await OperatorRegister.open(ownerUrl);
  try {
    const known = new Set((await register.list()).map(({ username }) => username));
    const made: ReadyOperator[] = [];
    for (const role of OPERATOR_ROLES) {
      const [username, secret] = [`demo-${role}`, `password-operator-${role}`];
      const isNew = !existsSync(secrets.file(secret));
      const password = secrets.keep(secret);
      if (!known.has(username)) await register.add({ username, name: NAMES[role], role, password }, BY);
      else if (isNew) await register.setPassword(username, password, BY);
      made.push({ username, password, role });
    }
    return made;
  } finally {
    await register.close();
  }
}
