import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import serveFiles from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { projectFolder } from '#runtime';

/** Where the build puts the page: `dist/apps/console/page`. */
export const BUILT_PAGE = join(projectFolder(), 'dist/apps/console/page');

/** Where the page has this text, each answer puts a number of its own, by which its style elements are known to be ours. */
const NONCE = '__CSP_NONCE__';
const HTML = 'text/html; charset=utf-8';
/** Files there have a hash of their content in their names. */
const HASHED = 'assets/';
const FOR_EVER = 'public, max-age=31536000, immutable';

const NOT_BUILT = `<!doctype html>
<html lang="vi">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Bàn điều hành · Console</title></head>
<body>
<h1>Trang chưa được tạo <span lang="en">· The page is not built</span></h1>
<p>Chạy <code>npm run build</code> rồi khởi động lại. API vẫn dùng được: <a href="/docs">/docs</a>.</p>
<p lang="en">Run <code>npm run build</code> and start again. The API works all the same: <a href="/docs">/docs</a>.</p>
</body>
</html>
`;

/** Serves the page under every address that is not of the API, or says that there is none. */
export async function servePage(server: FastifyInstance, folder: string): Promise<void> {
  const start = join(folder, 'index.html');
  const html = existsSync(start) ? readFileSync(start, 'utf8') : NOT_BUILT;
  const files = html === NOT_BUILT ? new Set<string>() : filesIn(folder);
  await server.register(serveFiles, { root: folder, serve: false, cacheControl: false });
  server.get('/*', (request, reply) => {
    const name = nameIn(request.url);
    if (name.startsWith('api/')) {
      reply.callNotFound();
      return reply;
    }
    if (!files.has(name)) return sendStart(reply, html);
    reply.header('cache-control', name.startsWith(HASHED) ? FOR_EVER : 'no-cache');
    return reply.sendFile(name);
  });
}

function sendStart(reply: FastifyReply, html: string): FastifyReply {
  const nonce = randomBytes(16).toString('base64');
  const policy = [
    ...[
      "default-src 'none'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "img-src 'self' data:",
      "font-src 'self'",
    ],
    ...["connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
  ];
  reply.header('content-security-policy', policy.join('; '));
  return reply.type(HTML).send(html.replaceAll(NONCE, nonce));
}

/** The files of the page by what is asked for. Only these are ever served. */
function filesIn(folder: string): ReadonlySet<string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const names = entries.map(({ parentPath, name }) => relative(folder, join(parentPath, name)).split(sep).join('/'));
  return new Set(names.filter((name) => name !== 'index.html'));
}

function nameIn(url: string): string {
  const [path = ''] = url.split('?');
  return path.slice(1);
}
