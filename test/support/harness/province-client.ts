/** An answer on the wire of the provincial portal: its HTTP status beside the members of its body; `text` where that is no JSON. */
export interface ProvinceAnswer {
  readonly http: number;
  readonly Status?: unknown;
  readonly Message?: string;
  readonly access_token?: string;
  readonly expires_in?: number;
  readonly text?: string;
}

export const PROVINCE_ACCOUNT = { clientId: 'gateway', clientSecret: 'bí mật & khoá' };

const ANSWER_WITHIN_MS = 5_000;

/** Asks for a token. @throws when no answer comes */
export function askToken(url: string, { clientId, clientSecret } = PROVINCE_ACCOUNT): Promise<ProvinceAnswer> {
  const form = { grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret };
  return post(`${url}/lgsp/token`, { body: new URLSearchParams(form) });
}

/** Asks for a token that is expected. @throws when it is refused */
export async function fetchToken(url: string): Promise<string> {
  const { access_token: token, http } = await askToken(url);
  if (token === undefined) throw new Error(`no token: HTTP ${String(http)}`);
  return token;
}

/** A call of a service of documents. @throws when no answer comes, or after `withinMs` */
export function callProvince(
  url: string,
  { token, service, body, withinMs }: { token: string; service: string; body: unknown; withinMs?: number },
): Promise<ProvinceAnswer> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  return post(`${url}/lgsp/adapter/Document/${service}`, { headers, body: JSON.stringify(body) }, withinMs);
}

async function post(url: string, request: RequestInit, withinMs = ANSWER_WITHIN_MS): Promise<ProvinceAnswer> {
  const answer = await fetch(url, { ...request, method: 'POST', signal: AbortSignal.timeout(withinMs) });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.startsWith('application/json') === true;
  return { http: answer.status, ...(isJson ? (JSON.parse(text) as object) : { text }) };
}

const NONE = '0000-00-00T00:00:00.000+0700';

/** A document that the provincial portal accepts. */
export function aDocument(code: string, more: object = {}): Readonly<Record<string, unknown>> {
  return {
    ...{ DocTypeCode: '2.000815', DocTypeName: 'Chứng thực', DocCode: code, CitizenName: 'Lê Thị B', ApplicantsId: '' },
    ...{ ApplicantsType: 1, Phone: '', DateReceived: '2026-11-23T08:15:00.000+0700', DateAppointed: NONE, IsSuccess: false },
    ...{ SuccessDate: NONE, IsReturned: false, ReturnedDate: NONE, ReturnedType: 0, Status: 1, Attachments: [] },
    ...{ ProcessingOrganName: 'UBND phường Hạc Thành', OrganInchargeIdLevel1: 'H56.14797' },
    OrganInchargeName: 'UBND phường Hạc Thành',
    ...more,
  };
}

/** A trace that the provincial portal accepts. */
export function aTrace(code: string, more: object = {}): Readonly<Record<string, unknown>> {
  return {
    ...{ DocumentId: code, DocCode: code, UserName: 'Lê Thị B', UserPosition: '', DateCreated: '2026-11-23T09:00:00.000+0700' },
    ...{ Comment: 'Thẩm định', Status: 4, OrganizationInchargeIdLevel1: 'H56.14797' },
    OrganizationInchargeName: 'UBND phường Hạc Thành',
    ...more,
  };
}
