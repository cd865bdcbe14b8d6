import { ensureRoles, inspectServer, type ProcessRole, type RoleToEnsure } from '#ledger';
import type { SecretStore } from '../disk/secret-store.ts';
import { Trouble } from '../trouble.ts';
import { opened } from './outside.ts';

const ROLES = ['door', 'road', 'duty', 'desk'] as const satisfies readonly ProcessRole[];

/** How each process logs in. `names` is undefined where all of them are the owner. */
export interface Access {
  readonly names: Readonly<Record<ProcessRole, string>> | undefined;
  readonly urls: Readonly<Record<ProcessRole, string>>;
}

/** What the roles are made from; addresses that are given are used as they are, and their roles made where they are missing. */
export interface RolesWanted {
  readonly ownerUrl: string;
  readonly database: string;
  readonly given: Partial<Readonly<Record<ProcessRole, string | undefined>>>;
  readonly secrets: SecretStore;
}

/** Access without roles: every process is the owner. */
export function singleRole(ownerUrl: string): Access {
  return { names: undefined, urls: { door: ownerUrl, road: ownerUrl, duty: ownerUrl, desk: ownerUrl } };
}

/** Makes the roles of the processes, with passwords of their own; says which SQL to run where the owner may not. */
export async function prepareRoles(wanted: RolesWanted): Promise<Access> {
  const roles = Object.fromEntries(ROLES.map((role) => [role, roleFor(role, wanted)])) as Record<ProcessRole, RoleToEnsure>;
  const ensured = await ensureRoles(
    wanted.ownerUrl,
    ROLES.map((role) => roles[role]),
  );
  if (ensured.kind === 'forbidden') throw askForRoles(ensured.statements);
  for (const role of ROLES) {
    const variable =
      wanted.given[role] === undefined ? `DATABASE_URL (${roles[role].name})` : `DATABASE_URL_${role.toUpperCase()}`;
    opened(await inspectServer(roles[role].url), variable);
  }
  const pick = (member: 'name' | 'url'): Record<ProcessRole, string> =>
    Object.fromEntries(ROLES.map((role) => [role, roles[role][member]])) as Record<ProcessRole, string>;
  return { names: pick('name'), urls: pick('url') };
}

/** The same address with another account. */
export function withAccount(url: string, name: string, password: string): string {
  const parts = /^(postgres(?:ql)?:\/\/)(?:[^@/?]*@)?(.*)$/s.exec(url);
  if (parts === null) {
    throw new Trouble({ vi: 'DATABASE_URL phải có dạng postgresql://…', en: 'DATABASE_URL must look like postgresql://…' });
  }
  return `${parts[1] ?? ''}${encodeURIComponent(name)}:${encodeURIComponent(password)}@${parts[2] ?? ''}`;
}

/** The account in an address; empty where it holds none. */
export function accountOf(url: string): { readonly name: string; readonly password: string } {
  const [, name = '', password = ''] = /^postgres(?:ql)?:\/\/([^:@/?]+)(?::([^@/?]*))?@/.exec(url) ?? [];
  return { name: decodeURIComponent(name), password: decodeURIComponent(password) };
}

function roleFor(role: ProcessRole, { ownerUrl, database, given, secrets }: RolesWanted): RoleToEnsure {
  const url = given[role];
  if (url !== undefined) return { ...accountOf(url), url, isGiven: true };
  const name = `${database}_${role}`;
  const password = secrets.keep(`database-${role}`);
  return { name, password, url: withAccount(ownerUrl, name, password) };
}

function askForRoles(statements: readonly string[]): Trouble {
  const text = {
    vi: `Chủ sở hữu trong DATABASE_URL không được tạo vai trò. Nhờ quản trị PostgreSQL chạy các lệnh dưới đây một lần (không chứa mật
  khẩu dạng rõ) rồi khởi động lại, hoặc chạy với --single-role (kém an toàn).`,
    en: `The owner in DATABASE_URL may not create roles. Have the PostgreSQL administrator run the statements below once (they hold no
  password in clear) and start again, or run with --single-role (less safe).`,
  };
  return new Trouble(
    text,
    statements.map((statement) => `${statement};`),
  );
}
