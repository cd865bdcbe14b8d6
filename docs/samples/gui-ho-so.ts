// Gửi một hồ sơ và một bước tiến độ, rồi chờ kết quả ở nơi nhận. Node.js 22.18 trở lên chạy thẳng tệp này.
// Sends a dossier and a step, then waits for what became of them. Node.js 22.18 or later runs this file as it is.
//   GATEWAY=http://127.0.0.1:8080 KEY=<khoá API / API key> UNIT=H56.14797 node gui-ho-so.ts
import { setTimeout as sleep } from 'node:timers/promises';

interface Receipt {
  readonly itemId: string;
  readonly receiptId: string;
  readonly result: 'accepted' | 'duplicate' | 'refused';
}

interface Outcomes {
  readonly items: readonly { readonly itemId: string; readonly state: string; readonly message: { readonly vi: string } }[];
  readonly next: string;
  readonly hasMore: boolean;
}

interface Problem {
  readonly detail: string;
  readonly problems: readonly { readonly field: string; readonly message: { readonly vi: string } }[];
}

const { GATEWAY = '', KEY = '', UNIT = '', SERIAL = '9103' } = process.env;
const code = `${UNIT}-${today()}-${SERIAL}`;

/** Gọi cổng; mất mạng, 429 hoặc 5xx thì gửi lại cùng nội dung (an toàn). / Calls the gateway; sends the same again when it must. */
async function call<T>(path: string, body?: object): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' };
    const post = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const answer = await fetch(`${GATEWAY}${path}`, { headers, ...post, signal: AbortSignal.timeout(30_000) }).catch(
      () => undefined,
    );
    if (answer?.ok === true) return (await answer.json()) as T;
    const isFault = answer !== undefined && answer.status < 500 && answer.status !== 429;
    if (isFault || attempt === 10)
      throw new Error(answer === undefined ? 'no answer' : explain((await answer.json()) as Problem));
    await sleep(1_000 * Number(answer?.headers.get('retry-after') ?? 1));
  }
}

/** Mọi trường sai, bằng tiếng Việt. / Every faulty field. */
function explain({ detail, problems }: Problem): string {
  return [detail, ...problems.map(({ field, message }) => `${field}: ${message.vi}`)].join('\n');
}

function today(): string {
  return new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Ho_Chi_Minh' }).replaceAll('-', '').slice(2);
}

const receipt = await call<Receipt>('/v1/dossiers', {
  ...{ dossierCode: code, sourceVersion: 1, procedureCode: '2.000815', channel: 'direct', status: 2 },
  applicant: { kind: 'citizen', name: 'Nguyễn Văn A' },
  ...{ receivedAt: '2026-11-23T08:15:00+07:00', dueAt: '2026-11-25T17:00:00+07:00' },
  ...{ returnMethod: 'desk', agencyName: 'UBND phường Hạc Thành' },
});
console.log(`Biên nhận hồ sơ / receipt: ${receipt.receiptId} (${receipt.result})`);

const step = await call<Receipt>('/v1/status-changes', {
  ...{ dossierCode: code, status: 4, occurredAt: '2026-11-23T09:00:00+07:00' },
  ...{ officer: 'Lê Thị B', content: 'Thẩm định hồ sơ' },
});
console.log(`Biên nhận bước / receipt of the step: ${step.receiptId} (${step.result})`);

// Bản tin kết quả: giữ `next` lại, lần sau đọc tiếp từ đó. / The outcome feed: keep `next` and go on from there.
let after = '';
for (const until = Date.now() + 60_000; Date.now() < until;) {
  const page = await call<Outcomes>(`/v1/outcomes?limit=1000${after === '' ? '' : `&after=${encodeURIComponent(after)}`}`);
  const outcome = page.items.find(({ itemId }) => itemId === step.itemId);
  if (outcome !== undefined) {
    console.log(`${outcome.message.vi} / ${outcome.state}: ${code}`);
    process.exit(outcome.state === 'delivered' ? 0 : 1);
  }
  after = page.next;
  if (!page.hasMore) await sleep(1_000);
}
console.error(`Chưa đến, xem GET /v1/dossiers/${code} / not delivered yet`);
process.exitCode = 1;
