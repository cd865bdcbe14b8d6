import type { ChangedScope, ClientRegister, IssuedKey } from '#ledger';
import type { Act } from './command.ts';
import { showIssued, showList, showOne } from './show.ts';

/** What came of an act: for people, and for programs. */
export interface Outcome {
  readonly lines: readonly string[];
  readonly json: unknown;
}

/** What acts are carried out with. `province` stands at the beginning of the identifier of the test unit. */
export interface Desk {
  readonly register: ClientRegister;
  readonly by: string;
  readonly province: string;
}

const ONCE = 'Chỉ hiện lần này; hãy chuyển cho đơn vị qua kênh an toàn.  ·  Shown this once; hand it over by a safe way.';

/** Does what the command line asks for. @throws ClientRefused */
export async function carryOut(act: Exclude<Act, { kind: 'help' }>, desk: Desk): Promise<Outcome> {
  const { register, by } = desk;
  switch (act.kind) {
    case 'add':
      return add(act.order, desk);
    case 'set':
      return set(act.change, desk);
    case 'rotate':
      return rotate(act, desk);
    case 'revoke': {
      const ids = await register.revoke(act.code, act.which, by);
      return done(`Đã thu hồi khoá ${ids.join(', ') || '–'} của ${act.code}  ·  Revoked`, { code: act.code, revoked: ids });
    }
    case 'scope':
      return scope(act.change.code, await register.scope(act.change, by));
    case 'list': {
      const clients = await register.list();
      return { lines: showList(clients), json: { clients } };
    }
    case 'show': {
      const client = await register.show(act.code);
      return { lines: showOne(client), json: client };
    }
  }
}

async function add(order: Extract<Act, { kind: 'add' }>['order'], { register, by, province }: Desk): Promise<Outcome> {
  const units = order.units.kind === 'test' ? { kind: 'test' as const, identifier: `${province}.SANDBOX` } : order.units;
  const { code, units: codes, keys } = await register.add({ ...order, units }, by);
  const what = codes.length > 4 ? `${String(codes.length)} đơn vị · units` : codes.join(', ') || '–';
  return {
    lines: [`• Đã thêm ${code} (${what})  ·  Added`, ...showIssued(keys), `! ${ONCE}`],
    json: { code, units: codes, keys: keys.map(forPrograms) },
  };
}

async function set(change: Extract<Act, { kind: 'set' }>['change'], { register, by }: Desk): Promise<Outcome> {
  const { code, manners } = change;
  const keys = await register.set(change, by);
  const changed = done(`Đã đổi ${code}  ·  Changed`, { code, ...manners });
  if (keys.length === 0) return changed;
  return {
    lines: [...changed.lines, ...showIssued(keys), `! ${ONCE}`],
    json: { code, ...manners, keys: keys.map(forPrograms) },
  };
}

function scope(code: string, changed: ChangedScope): Outcome {
  const { added, removed, alreadyServed, from } = changed;
  const said = [...added.map((unit) => `+${unit}`), ...removed.map((unit) => `−${unit}`)].join(' ');
  const served = alreadyServed.join(', ');
  return {
    lines: [
      ...(said === '' ? [] : [`• ${code}: ${said} từ ${from}  ·  from that day on`]),
      ...(served === '' ? [] : [`• ${code}: ${served} đã phụ trách từ ${from}, không đổi gì  ·  already served, unchanged`]),
    ],
    json: { code, ...changed },
  };
}

async function rotate({ code, overlapMs }: Extract<Act, { kind: 'rotate' }>, { register, by }: Desk): Promise<Outcome> {
  const { keys, former } = await register.rotate(code, overlapMs, by);
  const ending = former.map(({ id, kind, until }) => `  ${kind} ${String(id)} → ${until.toISOString().slice(0, 19)}Z`);
  return {
    lines: [
      `• Khoá mới của ${code}  ·  New credentials`,
      ...showIssued(keys),
      `! ${ONCE}`,
      ...(ending.length === 0 ? [] : ['• Khoá cũ còn dùng được đến  ·  The former ones hold until', ...ending]),
    ],
    json: { code, keys: keys.map(forPrograms), former },
  };
}

function done(line: string, json: unknown): Outcome {
  return { lines: [`• ${line}`], json };
}

function forPrograms({ id, kind, username, secret }: IssuedKey): Readonly<Record<string, unknown>> {
  return kind === 'api-key' ? { id, kind, apiKey: secret } : { id, kind, username, password: secret };
}
