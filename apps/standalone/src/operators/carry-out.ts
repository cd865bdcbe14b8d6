import type { ListedOperator, OperatorRegister } from '#ledger';
import { drawTable, type Column } from '../terminal/table.ts';
import type { Act } from './command.ts';
import { makePassword, readPassword } from './passwords.ts';

/** What came of an act: for people, and for programs. */
export interface Outcome {
  readonly lines: readonly string[];
  readonly json: unknown;
}

const ONCE = 'Chỉ hiện lần này; hãy chuyển cho người đó qua kênh an toàn.  ·  Shown this once; hand it over by a safe way.';

/** Does what the command line asks for. @throws OperatorRefused, Trouble */
export async function carryOut(
  act: Exclude<Act, { kind: 'help' }>,
  { register, by }: { readonly register: OperatorRegister; readonly by: string },
): Promise<Outcome> {
  switch (act.kind) {
    case 'add': {
      const { username, name, role, generate } = act;
      const password = generate ? makePassword() : await readPassword(username);
      await register.add({ username, name, role, password }, by);
      const said = `Đã thêm ${username} (${role})  ·  Added`;
      return withPassword(said, { username, name, role }, generate ? password : undefined);
    }
    case 'password': {
      const { username, generate } = act;
      const password = generate ? makePassword() : await readPassword(username);
      await register.setPassword(username, password, by);
      const said = `Đã đặt mật khẩu mới cho ${username}; các phiên cũ đã kết thúc  ·  A new password; former sessions have ended`;
      return withPassword(said, { username }, generate ? password : undefined);
    }
    case 'role': {
      const { username, role } = act;
      await register.setRole(username, role, by);
      return done(`Vai trò của ${username}: ${role}  ·  Role`, { username, role });
    }
    case 'enable':
      await register.enable(act.username, by);
      return done(`${act.username} được đăng nhập  ·  May log in`, { username: act.username, enabled: true });
    case 'disable':
      await register.disable(act.username, by);
      return done(`${act.username} không đăng nhập được nữa; các phiên đã kết thúc  ·  May log in no more; sessions have ended`, {
        ...{ username: act.username, enabled: false },
      });
    case 'list': {
      const operators = await register.list();
      return { lines: showList(operators), json: { operators } };
    }
  }
}

function done(line: string, json: unknown): Outcome {
  return { lines: [`• ${line}`], json };
}

function withPassword(line: string, json: Readonly<Record<string, unknown>>, password: string | undefined): Outcome {
  if (password === undefined) return done(line, json);
  return { lines: [`• ${line}`, '', `  Mật khẩu · Password  ${password}`, '', `! ${ONCE}`], json: { ...json, password } };
}

const column = (vi: string, en: string): Column => ({ heading: { vi, en }, side: 'left' });

function showList(operators: readonly ListedOperator[]): string[] {
  const columns = [
    ...[column('Tên đăng nhập', 'User name'), column('Họ tên', 'Name'), column('Vai trò', 'Role')],
    ...[column('Đăng nhập', 'Logs in'), column('Lần gần nhất', 'Latest login')],
  ];
  const rows = operators.map(({ username, name, role, enabled, lastLoginAt }) => [
    ...[username, name, role, enabled ? 'có · yes' : 'không · no'],
    lastLoginAt === null ? '–' : `${lastLoginAt.toISOString().slice(0, 19)}Z`,
  ]);
  return drawTable(columns, rows);
}
