import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';
import pg from 'pg';
import { asOwner, inspectServer } from './server.ts';

/** A role that a process logs in with; `url` is its own address of the database. */
export interface RoleToEnsure {
  readonly name: string;
  readonly password: string;
  readonly url: string;
  /** Somebody else keeps it: it is made where it is missing, and never changed. Absent: its password is ours to set. */
  readonly isGiven?: boolean;
}

/** All roles can log in, or the owner may not make them: then the SQL that somebody else has to run, without any password in clear. */
export type RolesEnsured = { readonly kind: 'ready' } | { readonly kind: 'forbidden'; readonly statements: readonly string[] };

const INSUFFICIENT_PRIVILEGE = '42501';

/** Makes the roles that cannot log in yet, or gives them their password again. */
export async function ensureRoles(ownerUrl: string, roles: readonly RoleToEnsure[]): Promise<RolesEnsured> {
  const statements = await statementsFor(ownerUrl, roles);
  if (statements.length === 0) return { kind: 'ready' };
  try {
    await asOwner(ownerUrl, async (client) => {
      for (const statement of statements) await client.query(statement);
    });
    return { kind: 'ready' };
  } catch (error) {
    if (error instanceof pg.DatabaseError && error.code === INSUFFICIENT_PRIVILEGE) return { kind: 'forbidden', statements };
    throw error;
  }
}

async function statementsFor(ownerUrl: string, roles: readonly RoleToEnsure[]): Promise<string[]> {
  const unready: RoleToEnsure[] = [];
  for (const role of roles) if ((await inspectServer(role.url)).kind !== 'open') unready.push(role);
  if (unready.length === 0) return [];
  const { database, known } = await asOwner(ownerUrl, async (client) => {
    const names = unready.map(({ name }) => name);
    const roles = await client.query<{ name: string }>('SELECT rolname AS name FROM pg_roles WHERE rolname = ANY($1)', [names]);
    const [row] = (await client.query<{ database: string }>('SELECT current_database() AS database')).rows;
    return { database: row?.database ?? '', known: new Set(roles.rows.map(({ name }) => name)) };
  });
  // Two processes may share a role.
  const named = new Map(unready.filter((role) => isOursToSet(role, known)).map((role) => [role.name, role]));
  return [...named.values()].flatMap(({ name, password }) => {
    const verb = known.has(name) ? 'ALTER' : 'CREATE';
    const role = pg.escapeIdentifier(name);
    return [
      `${verb} ROLE ${role} LOGIN PASSWORD ${pg.escapeLiteral(scramVerifier(password))}`,
      `GRANT CONNECT ON DATABASE ${pg.escapeIdentifier(database)} TO ${role}`,
    ];
  });
}

function isOursToSet({ name, password, isGiven }: RoleToEnsure, known: ReadonlySet<string>): boolean {
  return isGiven !== true || (password !== '' && !known.has(name));
}

const ITERATIONS = 4096;

/** What PostgreSQL stores of a password (SCRAM-SHA-256, RFC 5803): given this, it never sees the password itself, nor does its log. */
function scramVerifier(password: string): string {
  const salt = randomBytes(16);
  const salted = pbkdf2Sync(password, salt, ITERATIONS, 32, 'sha256');
  const key = (name: string): Buffer => createHmac('sha256', salted).update(name).digest();
  const stored = createHash('sha256').update(key('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${String(ITERATIONS)}:${salt.toString('base64')}$${stored}:${key('Server Key').toString('base64')}`;
}
