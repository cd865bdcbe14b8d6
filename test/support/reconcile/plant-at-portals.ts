import { ACCOUNT } from '../national-transports.ts';
import { callNational, loginAt } from '../harness/national-client.ts';
import { aDocument, askToken, callProvince } from '../harness/province-client.ts';
import type { HeldThere, SimulatedPortal } from '../harness/simulated-portal.ts';
import { ACCOUNTS } from '../harness/destinations.ts';
import type { Difference } from './difference.ts';
import type { Local } from './town.ts';

type Item = Readonly<Record<string, unknown>>;
type Tell = (service: string, item: Item) => Promise<void>;

/** Loses and changes things at the national portal, as it and other systems may. */
export async function plantAtNational(portal: SimulatedPortal, take: () => Local[]): Promise<Difference[]> {
  const session = await loginAt(portal.url, ACCOUNT);
  const tell: Tell = async (service, item) => {
    const call = { session, madonvi: '000.00.00.H56', service, isUpdating: 'True', data: [item] };
    const { error_code: code, message } = await callNational(portal.url, call);
    if (code !== 0) throw new Error(message);
  };
  const named = (kind: string, field: string, locals: readonly Local[]): Difference[] =>
    locals.map(({ code }): Difference => `national|${kind}|${field}|${code}`);
  const [gone, field, fewer, twice, swapped] = [take(), take(), take(), take(), take()];
  await portal.forget(gone.map(({ code }) => code));
  await portal.forget(
    fewer.map(({ code }) => code),
    'steps',
  );
  for (const { code } of field) await tell('DongBoHoSoMC', { ...(await recordOf(portal, code)), NgayHenTra: '20301231170000' });
  for (const { code } of twice) {
    await tell('CapNhatTienDoHoSoMC', (await heldOf(portal, code)).steps[0]?.item ?? {});
    await tell('DongBoHoSoMC', await recordOf(portal, code));
  }
  for (const { code } of swapped) {
    const { steps } = await heldOf(portal, code);
    await portal.forget([code], 'steps');
    for (const { item } of steps.toReversed()) await tell('CapNhatTienDoHoSoMC', item);
    await tell('DongBoHoSoMC', await recordOf(portal, code));
  }
  // What nobody here ever sent: it cannot be seen, and must not count as anything.
  const [pattern] = field;
  if (pattern !== undefined) {
    const foreign = { ...(await recordOf(portal, pattern.code)), MaHoSo: 'H56.99999-261120-990001' };
    await callNational(portal.url, {
      session,
      madonvi: '000.00.00.H56',
      service: 'DongBoHoSoMC',
      isUpdating: 'False',
      data: [foreign],
    });
  }
  return [
    ...[...named('missing-there', 'dossier', gone), ...named('field', 'NgayHenTra', field)],
    ...[...named('steps', 'steps.missing', fewer), ...named('steps', 'steps.more', twice)],
    ...named('steps', 'steps.order', swapped),
  ];
}

/** The same at the provincial portal, as far as its manifests show it. */
export async function plantAtProvince(portal: SimulatedPortal, take: () => Local[]): Promise<Difference[]> {
  const account = { clientId: ACCOUNTS.SIMULATOR_PROVINCE_CLIENT_ID, clientSecret: ACCOUNTS.SIMULATOR_PROVINCE_CLIENT_SECRET };
  const { access_token: token = '' } = await askToken(portal.url, account);
  const tell: Tell = async (service, body) => {
    const answer = await callProvince(portal.url, { token, service, body });
    if (answer.Status !== 200) throw new Error(JSON.stringify(answer));
  };
  const named = (kind: string, field: string, locals: readonly Pick<Local, 'code'>[]): Difference[] =>
    locals.map(({ code }): Difference => `province|${kind}|${field}|${code}`);
  const [gone, field, fewer, twice, swapped] = [take(), take(), take(), take(), take()];
  await portal.forget(gone.map(({ code }) => code));
  await portal.forget(
    fewer.map(({ code }) => code),
    'steps',
  );
  for (const { code } of field)
    await tell('SyncDocument', { ...(await recordOf(portal, code)), DateAppointed: '0000-00-00T00:00:00.000+0700' });
  for (const { code } of twice) await tell('UpdateDocumentTraces', (await heldOf(portal, code)).steps[0]?.item ?? {});
  for (const { code } of swapped) await swap(portal, code, tell);
  const foreign = { code: 'H56.14797-261120-990001' };
  await tell('SyncDocument', aDocument(foreign.code, { DateReceived: '2026-11-20T08:15:00.000+0700' }));
  return [
    ...[...named('missing-there', 'dossier', gone), ...named('missing-here', 'dossier', [foreign])],
    ...[...named('field', 'dueAt', field), ...named('steps', 'steps.missing', fewer)],
    ...[...named('steps', 'steps.more', twice), ...named('steps', 'steps.order', swapped)],
  ];
}

/** The last two traces change their times. */
async function swap(portal: SimulatedPortal, code: string, tell: Tell): Promise<void> {
  const items = (await heldOf(portal, code)).steps.map(({ item }) => item);
  await portal.forget([code], 'steps');
  const [last, before] = [items.at(-1) ?? {}, items.at(-2) ?? {}];
  const changed = [
    { ...before, DateCreated: last['DateCreated'] },
    { ...last, DateCreated: before['DateCreated'] },
  ];
  for (const item of [...items.slice(0, -2), ...changed]) await tell('UpdateDocumentTraces', item);
}

async function heldOf(portal: SimulatedPortal, code: string): Promise<HeldThere> {
  const held = await portal.read(code);
  if (held === undefined) throw new Error(`${portal.portal} does not have ${code}`);
  return held;
}

async function recordOf(portal: SimulatedPortal, code: string): Promise<Item> {
  return (await heldOf(portal, code)).records.at(-1)?.item ?? {};
}
