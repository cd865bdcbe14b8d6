import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { keepsThePromise, openArena, rehearseChaos, type ChaosOutcome } from '../support/chaos/rehearse-chaos.ts';
import { describeSchedule, scheduleOf } from '../support/chaos/schedule.ts';
import type { CommuneDriver } from '../support/harness/commune-driver.ts';

const PROGRESS_MS = 10_000;
const DOSSIERS_PER_MINUTE = 120;
const REST_WITHIN_MS = 300_000;
const MOST_SHOWN = 20;
const MINUTE_MS = 60_000;

const { values } = parseArgs({ options: { minutes: { type: 'string' }, seed: { type: 'string' } } });
const minutes = Number(values.minutes ?? 10);
const seed = Number(values.seed ?? Math.floor(Date.now() / 1_000) % 1_000_000);
if (!(minutes > 0) || !Number.isSafeInteger(seed)) {
  console.error('npm run soak -- [--minutes 10] [--seed 42]');
  process.exit(2);
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

const lastsMs = minutes * MINUTE_MS;
say(
  `seed ${String(seed)}, ${String(minutes)} minutes; the same again: npm run soak -- --minutes ${String(minutes)} --seed ${String(seed)}`,
);
const arena = await openArena();
let progress: NodeJS.Timeout | undefined;
try {
  const outcome = await rehearseChaos(arena, {
    ...{ seed, lastsMs, dossiers: Math.ceil(minutes * DOSSIERS_PER_MINUTE), restWithinMs: REST_WITHIN_MS, say },
    watch: (driver) => {
      progress = setInterval(() => {
        tell(driver);
      }, PROGRESS_MS);
    },
  });
  conclude(outcome);
} finally {
  clearInterval(progress);
  await arena.close();
}

function say(line: string): void {
  console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);
}

function tell({ requests, retries, sentShare }: CommuneDriver): void {
  say(`-- ${String(Math.round(sentShare * 100))} % sent, ${String(requests)} requests, ${String(retries)} of them sent again`);
}

/** Writes what it came to; the logs of a run that broke the promise stay. */
function conclude(outcome: ChaosOutcome): void {
  const met = keepsThePromise(outcome);
  arena.cluster.keepsLogs = !met;
  const { wrong, ...figures } = outcome;
  const result = {
    ...{ seed, minutes, met, ...figures, wrongDossiers: wrong.size },
    wrong: Object.fromEntries([...wrong].slice(0, MOST_SHOWN)),
    ...(met ? {} : { logs: arena.cluster.folder, schedule: describeSchedule(scheduleOf(seed, lastsMs)) }),
  };
  writeFileSync('soak.json', `${JSON.stringify(result, undefined, 2)}\n`);
  say(`${met ? 'kept' : 'BROKEN'}: ${JSON.stringify(result, undefined, 1)}`);
  process.exitCode = met ? 0 : 1;
}
