import type { IssuedKey, ListedClient, ListedKey, ShownClient } from '#ledger';
import { drawTable, type Column } from '../terminal/table.ts';
import { pad, widthOf } from '../terminal/width.ts';

const MOST_UNITS = 4;

const column = (vi: string, en: string): Column => ({ heading: { vi, en }, side: 'left' });

/** Credentials that were just made, as a person copies them. */
export function showIssued(keys: readonly IssuedKey[]): string[] {
  const rows = keys.flatMap(({ id, kind, username, secret }): [string, string][] =>
    kind === 'api-key'
      ? [[`Khoá API · API key (${id})`, secret]]
      : [
          ['Tên đăng nhập · User name', username ?? ''],
          [`Mật khẩu · Password (${id})`, secret],
        ],
  );
  const width = Math.max(...rows.map(([what]) => widthOf(what)));
  return ['', ...rows.map(([what, value]) => `  ${pad(what, width, 'right')}  ${value}`), ''];
}

/** All clients, a line each. */
export function showList(clients: readonly ListedClient[]): string[] {
  const columns = [
    ...[column('Mã', 'Code'), column('Tên', 'Name'), column('Loại', 'Kind'), column('Đơn vị', 'Units')],
    ...[column('Khoá', 'Keys'), column('Mỗi giây', 'Per second'), column('Mạng', 'Networks'), column('Nơi nhận', 'Destinations')],
  ];
  const rows = clients.map((client) => [
    ...[client.code, client.name, kindOf(client), unitsOf(client)],
    ...[String(client.keys.filter(({ state }) => state === 'valid').length), limitsOf(client)],
    ...[client.networks?.join(', ') ?? '–', client.destinations?.join(', ') ?? '–'],
  ]);
  return drawTable(columns, rows);
}

/** One client in full. */
export function showOne(client: ShownClient): string[] {
  const scope = client.scope.map(({ unit, name, from, to }) => [unit, name, from ?? '…', to ?? '…']);
  const changes = client.changes.map(
    ({ at, actor, act, details }) => `  ${secondOf(at)}  ${actor}  ${act}  ${JSON.stringify(details)}`,
  );
  return [
    ...showList([client]),
    '',
    `  error_code: ${client.errorCodeAsText ? 'text' : 'number'} · closing step: ${client.closingStep ? 'có · yes' : 'không · no'}${client.speaksFor === null ? '' : ` · nói thay · speaks for: ${client.speaksFor}`}`,
    '',
    ...drawTable([column('Đơn vị', 'Unit'), column('Tên', 'Name'), column('Từ', 'From'), column('Trước', 'Before')], scope),
    '',
    ...drawTable(
      [column('Khoá', 'Key'), column('Loại', 'Kind'), column('Trạng thái', 'State'), column('Đến', 'Until')],
      client.keys.map(keyRow),
    ),
    '',
    'Thay đổi gần nhất · Latest changes',
    ...changes,
  ];
}

function keyRow({ id, kind, username, state, expiresAt, revokedAt }: ListedKey): string[] {
  return [String(id), username === null ? kind : `${kind} (${username})`, state, secondOf(revokedAt ?? expiresAt)];
}

function kindOf({ role, sandbox }: ListedClient): string {
  if (sandbox) return 'thử nghiệm · sandbox';
  return role === 'portal' ? 'cổng · portal' : 'xã, phường · commune';
}

function unitsOf({ units }: ListedClient): string {
  const shown = units.slice(0, MOST_UNITS).join(', ');
  return units.length > MOST_UNITS ? `${shown}, … (${units.length})` : shown || '–';
}

function limitsOf({ requestsPerSecond, itemsPerSecond }: ListedClient): string {
  const [requests, items] = [requestsPerSecond, itemsPerSecond].map((limit) => (limit === null ? '∞' : String(limit)));
  return `${requests ?? ''} / ${items ?? ''}`;
}

/** A time without its fractions, in UTC. */
function secondOf(time: Date | string | null): string {
  return time === null ? '…' : `${new Date(time).toISOString().slice(0, 19)}Z`;
}
