import type { Cluster } from '../support/harness/cluster.ts';
import { CommuneDriver } from '../support/harness/commune-driver.ts';
import { readLedger } from '../support/harness/ledger-eye.ts';
import { scriptsFor } from '../support/harness/rehearse.ts';
import { readDossier, verify, waitForRest } from '../support/harness/verify.ts';
import { onCluster, type ProofOptions, type Result } from './proof.ts';

/** By the product's own policy exactly the steps of which nobody can tell wait for a person; all else goes on. */
export async function proveUndecided({ seed, dossiers, say }: ProofOptions & { dossiers: number }): Promise<Result> {
  return onCluster({ communes: 20, lookup: 'none', relays: 2, partnerApis: 1 }, async (cluster) => {
    // The first step of a third waits for a person, that of another third is sent again, the last third meets no fault.
    const courses = [
      [2, 4, 9, 10],
      [2, 9, 10, 10],
      [2, 4, 9, 10],
    ];
    const parts = courses.map((course, part) =>
      scriptsFor(cluster, dossiers, { seed, courses: [course], calm: true }).filter((_, number) => number % 3 === part),
    );
    const scripts = parts.flat();
    const [waiting = [], resent = []] = parts.map((part) => part.map(({ code }) => code));
    await cluster.portal.faults({ mode: 'drop-reply', codes: [...waiting, ...resent], services: ['CapNhatTienDoHoSoMC'] });
    const driver = new CommuneDriver({ doorUrls: cluster.doorUrls, communes: cluster.communes, seed, spreadMs: 5_000 }, scripts);
    await driver.run();
    say('everything is answered; the portal loses no more answers');
    await cluster.portal.faults();
    const unrested = await waitForRest(cluster, scripts, 60_000, ['idle', 'blocked']);
    const states = await Promise.all(
      scripts.map(async (script) => ({ code: script.code, seen: await readDossier(cluster, script) })),
    );
    const blocked = states.filter(({ seen }) => seen.destinations[0]?.state === 'blocked').map(({ code }) => code);
    const incidents = await openIncidents(cluster);
    const others = await verify(cluster, parts.slice(1).flat());
    const exactly = isSameSet(blocked, waiting) && isSameSet(incidents, waiting);
    const figures = {
      dossiers,
      blocked: blocked.length,
      wanted: waiting.length,
      incidents: incidents.length,
      flagged: others.flagged,
      doubled: others.doubled,
      wrong: Object.fromEntries(others.wrong),
      unrested,
    };
    return {
      figures,
      target: 'exactly the undecidable lanes blocked, each listed under the open incident; all others complete',
      met: exactly && others.wrong.size === 0 && unrested === 0,
    };
  });
}

/** The dossiers that wait for what is open. */
async function openIncidents(cluster: Cluster): Promise<string[]> {
  const rows = await readLedger<{ code: string }>(
    cluster,
    `SELECT o.code FROM incident i JOIN lane_wait w USING (fingerprint) JOIN dossier o ON o.id = w.dossier_id
      WHERE i.kind = 'undecidable' AND i.cleared_at IS NULL`,
  );
  return rows.map(({ code }) => code);
}

function isSameSet(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((one) => others.includes(one));
}
