import type { Ready } from './edition.ts';

/** What a commune is told about a dossier. */
export interface Receipt {
  readonly receiptId: string;
  readonly result: string;
  readonly contentHash: string;
}

/** The smallest valid dossier of a commune. */
export function dossierOf(agencyCode: string): Record<string, unknown> {
  return {
    dossierCode: `${agencyCode}-261123-0001`,
    procedureCode: '2.000815',
    applicant: { kind: 'citizen' },
    receivedAt: '2026-11-23T08:15:00+07:00',
    status: 2,
    returnMethod: 'desk',
    agencyName: 'UBND phường Hạc Thành',
  };
}

/** A call at the door with the key of the first commune. */
export async function asCommune(
  { partnerApi, communes }: Ready,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: Receipt }> {
  const headers = { authorization: `Bearer ${communes[0]?.apiKey ?? ''}`, 'content-type': 'application/json' };
  const init = body === undefined ? { headers } : { headers, method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(`${partnerApi}/v1/${path}`, init);
  return { status: response.status, body: (await response.json()) as Receipt };
}

export const PORTALS = ['national', 'province'] as const;

/** Codes of all dossiers that both simulated portals hold. @throws while one of them has what the other has not */
export async function heldCodes({ simulator }: Ready): Promise<string[]> {
  const [national = [], province = []] = await Promise.all(
    PORTALS.map(async (portal) => {
      const response = await fetch(`${simulator}/_sim/${portal}/dossiers?limit=1000`);
      return ((await response.json()) as { items: { code: string }[] }).items.map(({ code }) => code).toSorted();
    }),
  );
  if (national.join() !== province.join()) throw new Error(`${String(national.length)} there, ${String(province.length)} here`);
  return national;
}
