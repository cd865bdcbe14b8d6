import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { Text } from '#runtime';
import { Trouble } from '../trouble.ts';

const SHORTEST = 12;
const LONGEST = 200;
const BYTES = 18;

const NEW: Text = { vi: 'Mật khẩu mới', en: 'New password' };
const AGAIN: Text = { vi: 'Nhập lại', en: 'Once more' };

/** A password that nobody has thought of. */
export function makePassword(): string {
  return randomBytes(BYTES).toString('base64url');
}

/**
 * A password that a person gives: asked for twice on a terminal, where it is not shown, else one line of stdin. @throws Trouble when it
 * will not do
 */
export async function readPassword(username: string): Promise<string> {
  const { stdin } = process;
  const password = stdin.isTTY ? await askTwice() : await firstLine();
  return demandGood(password.normalize('NFC'), username);
}

function demandGood(password: string, username: string): string {
  const { length } = password;
  if (length < SHORTEST || length > LONGEST) {
    throw new Trouble({
      vi: `Mật khẩu phải có ${String(SHORTEST)}–${String(LONGEST)} ký tự (đang có ${String(length)}).`,
      en: `A password has ${String(SHORTEST)}–${String(LONGEST)} characters (this one has ${String(length)}).`,
    });
  }
  if (password.toLowerCase().includes(username) || new Set(password).size < 5) {
    throw new Trouble({
      vi: 'Mật khẩu quá dễ đoán: nó chứa tên đăng nhập, hoặc lặp lại vài ký tự.',
      en: 'The password is too easy to guess: it holds the user name, or repeats a few characters.',
    });
  }
  return password;
}

async function firstLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin, crlfDelay: Infinity });
  for await (const line of lines) {
    lines.close();
    return line;
  }
  throw new Trouble({
    vi: 'Không có mật khẩu: nhập một dòng vào stdin, hoặc dùng --generate.',
    en: 'There is no password: give one line on stdin, or use --generate.',
  });
}

async function askTwice(): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: new SilentEcho(), terminal: true });
  try {
    const first = await ask(lines, NEW);
    if (first !== (await ask(lines, AGAIN)))
      throw new Trouble({ vi: 'Hai lần nhập khác nhau.', en: 'The two were not the same.' });
    return first;
  } finally {
    lines.close();
  }
}

/** What is typed is shown to nobody; the question and the end of the line are. */
async function ask(lines: ReturnType<typeof createInterface>, { vi, en }: Text): Promise<string> {
  process.stderr.write(`${vi} · ${en}: `);
  const answer = await lines.question('');
  process.stderr.write('\n');
  return answer;
}

/** Takes what a line editor would show. */
class SilentEcho extends Writable {
  override _write(_chunk: unknown, _encoding: BufferEncoding, done: () => void): void {
    done();
  }
}
