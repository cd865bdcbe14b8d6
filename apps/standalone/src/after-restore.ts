import { userInfo } from 'node:os';
import { join } from 'node:path';
import { demandAtRest, finishRestoration, type Finished, type FinishOrder } from '#ledger';
import { enabledDestinations, openPartners } from '#protocols';
import { ConfigurationError, readEnvironment, type Text } from '#runtime';
import { readSpan, runBackupCommand } from './backup/command-line.ts';
import { AFTER_RESTORE_HELP } from './backup/help.ts';
import { withDatabase } from './backup/with-database.ts';
import { readOptions } from './clients/read-options.ts';
import { textOf, type Values } from './clients/values.ts';
import { WrongUsage } from './clients/wrong-usage.ts';
import { DIALECT_SETTINGS } from './dialects.ts';
import { layOut, type Places } from './disk/places.ts';
import { SecretStore } from './disk/secret-store.ts';
import { portalsFor } from './processes/programs.ts';
import { StandaloneSettings } from './settings.ts';
import { Terminal } from './terminal/terminal.ts';

// npm run after-restore: lets a restored gateway deliver again, and has its clients told what to send again.
const OPTIONS = {
  since: { type: 'string' },
  'resend-within': { type: 'string' },
  'restored-otherwise': { type: 'boolean' },
  by: { type: 'string' },
  json: { type: 'boolean' },
} as const;
const RESEND_WITHIN = '60m';
/** Of a destination that says nothing of it; see `config/partners.yaml`. */
const LONGEST_SETTLING_MS = 120_000;

/** Where the edition's simulated portals are is of no matter here. */
const SIMULATED = 'http://127.0.0.1';

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?(Z|[+-]\d{2}:\d{2})$/;

const WHAT: Readonly<Record<Finished['kind'], Text>> = {
  finished: { vi: 'Xong: cổng gửi đi trở lại', en: 'Done: the gateway delivers again' },
  widened: { vi: 'Đã đề nghị gửi lại từ thời điểm sớm hơn', en: 'Clients are asked for more, since an earlier time' },
  'done-before': { vi: 'Đã làm trước đó, không có gì thay đổi', en: 'It was done before; nothing was changed' },
};

await runBackupCommand('after-restore', AFTER_RESTORE_HELP, async (words, terminal) => {
  const { values, positionals } = readOptions('after-restore', OPTIONS, words);
  const [first] = positionals;
  if (first !== undefined) throw new WrongUsage({ vi: `Thừa tham số “${first}”`, en: `One argument too many: “${first}”` });
  const asJson = values['json'] === true;
  const settings = readEnvironment(StandaloneSettings);
  const places = layOut(settings);
  const order = readOrder(values);
  const people = asJson ? new Terminal(process.stderr) : terminal;
  const finished = await withDatabase(
    { places, given: settings.ownerUrl, terminal: people },
    async ({ ownerUrl, isEmbedded }) => {
      // A ledger that runs was hardly restored a moment ago; and whoever runs goes by what it was before.
      if (order.restoredOtherwise) await demandAtRest(ownerUrl);
      return finishRestoration(ownerUrl, { ...order, ...ofDestinations(settings, places, isEmbedded) });
    },
  );
  if (asJson) terminal.line(JSON.stringify(finished, undefined, 2));
  else tell(finished, terminal);
});

type OfDestinations = Pick<FinishOrder, 'settlesWithinMs' | 'inShadow'>;

function readOrder(values: Values): Omit<FinishOrder, keyof OfDestinations> {
  const restoredOtherwise = values['restored-otherwise'] === true;
  const since = readSince(textOf(values, 'since'));
  if (restoredOtherwise && since === undefined)
    throw new WrongUsage({ vi: '--restored-otherwise cần --since', en: '--restored-otherwise needs --since' });
  const resendWithinMs = readSpan('--resend-within', textOf(values, 'resend-within') ?? RESEND_WITHIN);
  return { since, resendWithinMs, restoredOtherwise, by: textOf(values, 'by') ?? userInfo().username };
}

function readSince(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const since = new Date(text);
  if (RFC_3339.test(text) && !Number.isNaN(since.getTime())) return since;
  throw new WrongUsage({
    vi: `--since: cần thời điểm RFC 3339 có múi giờ, ví dụ 2026-11-23T09:00:00+07:00; nhận được “${text}”`,
    en: `--since: a time of RFC 3339 with its offset is needed, such as 2026-11-23T09:00:00+07:00; got “${text}”`,
  });
}

/** When what left before the crash has taken effect wherever it went, and where nothing was sent. */
function ofDestinations(settings: StandaloneSettings, places: Places, isEmbedded: boolean): OfDestinations {
  const isOwn = settings.partnersFile !== undefined || isEmbedded;
  const file = isOwn ? places.partnersFile : join(places.config, 'partners.yaml');
  try {
    const source = isEmbedded ? portalsFor(settings, SIMULATED, new SecretStore(places.secrets)) : undefined;
    const { settings: partners } = openPartners(file, DIALECT_SETTINGS, source);
    const destinations = enabledDestinations(partners);
    return {
      settlesWithinMs: Math.max(...destinations.map(({ settlesWithinMs }) => settlesWithinMs)),
      inShadow: destinations.filter(({ mode }) => mode === 'shadow').map(({ id }) => id),
    };
  } catch (error) {
    if (error instanceof ConfigurationError) return { settlesWithinMs: LONGEST_SETTLING_MS, inShadow: [] };
    throw error;
  }
}

function tell({ kind, since, deliverFrom, resendUntil, clients }: Finished, terminal: Terminal): void {
  terminal.say(WHAT[kind]);
  terminal.line(`  gửi đi từ · delivers from             ${deliverFrom.toISOString()}`);
  terminal.line(`  gửi lại những gì nhận từ · send again since   ${since.toISOString()}`);
  terminal.line(`  thời gian gửi lại đến · time for that until   ${resendUntil.toISOString()}`);
  terminal.say({
    vi: `${String(clients.length)} hệ thống đọc được đề nghị này ở GET /v1/resend-requests; hãy báo cho họ`,
    en: 'systems can read it at GET /v1/resend-requests; tell them',
  });
  clients.forEach(({ code, name }) => {
    terminal.line(`    ${code}  ${name}`);
  });
}
