import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';

const folder = mkdtempSync(join(tmpdir(), 'one-stop-page-'));
const children: ChildProcess[] = [];
let built = '';
let unbuilt = '';

/** Serves a folder as the console does. The files of a page are served by a library that does not load in the test runner. */
async function serve(page: string): Promise<string> {
  const port = await freePort();
  const script = `
    import { fastify } from 'fastify';
    import { servePage } from '${resolve('dist/apps/console/src/page/serve-page.js')}';
    const server = fastify();
    await servePage(server, process.argv[1]);
    await server.listen({ port: ${String(port)}, host: '127.0.0.1' });`;
  children.push(spawn(process.execPath, ['--input-type=module', '-e', script, page], { stdio: 'inherit' }));
  const url = `http://127.0.0.1:${String(port)}`;
  await eventually(async () => (await fetch(url)).ok);
  return url;
}

beforeAll(async () => {
  mkdirSync(join(folder, 'page', 'assets'), { recursive: true });
  writeFileSync(
    join(folder, 'page', 'index.html'),
    '<meta property="csp-nonce" nonce="__CSP_NONCE__"><script src="/assets/a.1f.js">',
  );
  writeFileSync(join(folder, 'page', 'assets', 'a.1f.js'), 'start()');
  writeFileSync(join(folder, 'page', 'favicon.svg'), '<svg/>');
  writeFileSync(join(folder, 'secret.txt'), 'secret');
  [built, unbuilt] = await Promise.all([serve(join(folder, 'page')), serve(join(folder, 'nothing'))]);
});

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

describe('the page of the console', () => {
  it('is one document under every address of its own, by a policy that lets only its own parts in', async () => {
    const numbers = new Set<string>();
    for (const path of ['/', '/destinations', '/dossiers/H56.14797-261123-0001', '/index.html']) {
      const answer = await fetch(built + path);
      const policy = answer.headers.get('content-security-policy') ?? '';
      const [, nonce = 'none'] = /style-src 'self' 'nonce-([\w+/=]+)'/.exec(policy) ?? [];
      numbers.add(nonce);
      expect(await answer.text()).toContain(`nonce="${nonce}"`);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toContain('unsafe');
    }
    expect(numbers.size).toBe(4);
  });

  it('has parts that are kept for ever where their names say what is in them', async () => {
    const script = await fetch(`${built}/assets/a.1f.js`);
    expect([await script.text(), script.headers.get('cache-control')]).toEqual([
      'start()',
      'public, max-age=31536000, immutable',
    ]);
    expect(script.headers.get('content-type')).toContain('javascript');
    const icon = await fetch(`${built}/favicon.svg`);
    expect([await icon.text(), icon.headers.get('cache-control')]).toEqual(['<svg/>', 'no-cache']);
  });

  it.each([
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '//etc/passwd',
    '/assets/',
  ])('is all that is served: %s', async (path) => {
    const answer = await fetch(built + path);
    expect(await answer.text()).not.toMatch(/secret|root:/);
  });

  it('is nothing of the API', async () => {
    expect((await fetch(`${built}/api/nothing`)).status).toBe(404);
  });

  it('says in both languages that it is not there, where it is not', async () => {
    const text = await (await fetch(unbuilt)).text();
    expect(text).toMatch(/Trang chưa được tạo[^]*The page is not built/);
    expect((await fetch(`${unbuilt}/assets/a.1f.js`)).headers.get('content-type')).toContain('text/html');
  });
});
