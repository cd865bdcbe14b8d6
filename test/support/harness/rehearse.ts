import type { RabbitServer } from '../rabbit-server.ts';
import type { Stretch } from './broker-blows.ts';
import type { Cluster } from './cluster.ts';
import { CommuneDriver } from './commune-driver.ts';
import { restlessLanes } from './ledger-eye.ts';
import { writeScript, type Script, type ScriptOptions } from './script.ts';
import { Trouble, type Blows, type StoppableServer, type TroubleOptions } from './trouble.ts';
import { verify, waitForRest, type Verdict } from './verify.ts';

/** One run of the harness. `spreadMs`: the time over which dossiers begin. */
export interface Rehearsal {
  readonly dossiers: number;
  readonly scripts: ScriptOptions;
  readonly spreadMs: number;
  readonly trouble: Omit<TroubleOptions, 'seed'>;
  readonly server?: StoppableServer;
  readonly broker?: RabbitServer;
  readonly restWithinMs: number;
  readonly say?: (line: string) => void;
}

/** What a run came to. `unrested`: lanes that did not come to rest in time. */
export interface Outcome extends Verdict {
  readonly blows: Blows;
  /** Times in which the broker took nothing. */
  readonly brokerAway: readonly Stretch[];
  readonly complaints: readonly string[];
  readonly unrested: number;
  readonly driver: CommuneDriver;
  readonly seconds: number;
}

/** The dossiers of a run, spread over the communes. */
export function scriptsFor(cluster: Cluster, dossiers: number, options: ScriptOptions): Script[] {
  return Array.from({ length: dossiers }, (_, number) => {
    const commune = cluster.communes[number % cluster.communes.length];
    if (commune === undefined) throw new Error('no communes');
    return writeScript((options.first ?? 0) + number, commune, options);
  });
}

/** Lets the communes send while everything goes wrong, waits until all has come to rest, and compares with the truth. */
export async function rehearse(cluster: Cluster, rehearsal: Rehearsal): Promise<Outcome> {
  const { say = () => undefined, server, broker, spreadMs, trouble } = rehearsal;
  const { seed } = rehearsal.scripts;
  const began = performance.now();
  const scripts = scriptsFor(cluster, rehearsal.dossiers, rehearsal.scripts);
  const driver = new CommuneDriver({ doorUrls: cluster.doorUrls, communes: cluster.communes, seed, spreadMs }, scripts);
  let sent = false;
  const sending = driver.run().then(() => {
    sent = true;
  });
  const servers = { ...(server === undefined ? {} : { server }), ...(broker === undefined ? {} : { broker }) };
  const troubles = new Trouble({ cluster, driver, say, ...servers }, { ...trouble, seed });
  const blows = await troubles.run(() => sent);
  driver.hurry();
  say(`trouble over, ${String(Math.round(driver.sentShare * 100))} % sent`);
  await sending;
  say('everything is answered');
  const unrested = await waitForRest(cluster, scripts, rehearsal.restWithinMs);
  const verdict = await verify(cluster, scripts);
  const wrong = new Map(verdict.wrong);
  if (unrested > 0)
    for (const [code, lanes] of await restlessLanes(cluster)) wrong.set(code, [...(wrong.get(code) ?? []), ...lanes]);
  return {
    ...verdict,
    wrong,
    blows,
    brokerAway: troubles.brokerAway,
    complaints: driver.complaints,
    unrested,
    driver,
    seconds: Math.round((performance.now() - began) / 1_000),
  };
}
