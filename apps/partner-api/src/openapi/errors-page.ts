import { OUTCOME_CODES } from '#sheets';
import { FINDINGS, PROBLEMS } from '../problems/dictionary.ts';
import type { Remark } from '../problems/entry.ts';

/** Where the page is served; each code is an anchor on it. */
export const ERRORS_PATH = '/docs/errors';

/** The page needs nothing but its own style. */
export const ERRORS_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";

const STYLE = `
  body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 72rem; padding: 0 1rem; color: #1b1b1b; background: #fff; }
  table { border-collapse: collapse; width: 100%; }
  caption, h1, h2 { text-align: left; }
  th, td { border-bottom: 1px solid #ccc; padding: .5rem .75rem; text-align: left; vertical-align: top; }
  tr:target { background: #fff3c4; }
  code { white-space: nowrap; }
  .en { color: #555; font-style: italic; }
  @media (max-width: 48rem) { thead { display: none; } tr, td { display: block; border: 0; } tr { border-bottom: 1px solid #ccc; } }
  @media (prefers-color-scheme: dark) { body { color: #eee; background: #1b1b1b; } .en { color: #aaa; } tr:target { background: #4a3b00; } }`;

/** Every code that the door gives, for a refusal, a remark or an outcome, as a page for people: what is the matter and what to do next. */
export function errorsPage(): string {
  const refusals = Object.entries(PROBLEMS).map(([code, entry]) => row(code, entry, String(entry.status)));
  const remarks = Object.entries(FINDINGS)
    .filter(([code]) => !Object.hasOwn(PROBLEMS, code))
    .map(([code, remark]) => row(code, remark, '–'));
  const outcomes = Object.entries(OUTCOME_CODES).map(([code, remark]) => row(code, remark, '–'));
  return `<!doctype html>
<html lang="vi">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Mã lỗi · Error codes</title><style>${STYLE}</style></head>
<body>
<h1>Mã lỗi và lời nhắc <span class="en" lang="en">Errors and warnings</span></h1>
<p>Chương trình xử lý theo <code>code</code>; mã không đổi. <span class="en" lang="en">Programs go by <code>code</code>; codes never change.</span></p>
<h2>Bị từ chối <span class="en" lang="en">Refused</span></h2>
${table(refusals)}
<h2>Được nhận, kèm lời nhắc <span class="en" lang="en">Accepted, with a warning</span></h2>
${table(remarks)}
<h2>Kết quả ở nơi nhận <span class="en" lang="en">Outcomes at a destination</span></h2>
${table(outcomes)}
</body>
</html>
`;
}

function table(rows: readonly string[]): string {
  return `<table><thead><tr><th>Mã / Code</th><th>HTTP</th><th>Sai gì / What is wrong</th><th>Làm gì / What to do</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table>`;
}

function row(code: string, { message, next }: Remark, http: string): string {
  const cells = [`<code>${escape(code)}</code>`, http, both(message), both(next)];
  return `<tr id="${escape(code)}">${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

function both({ vi, en }: Remark['message']): string {
  return `${escape(vi)}<br><span class="en" lang="en">${escape(en)}</span>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
