import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { givenBroker } from '../broker/open-broker.ts';
import type { Access } from '../database/roles.ts';
import type { Places } from '../disk/places.ts';
import { SecretStore } from '../disk/secret-store.ts';
import type { Program } from '../processes/node-part.ts';
import { doorProgram, portalsFor, relayProgram, schedulerProgram, simulatorProgram } from '../processes/programs.ts';
import type { StandaloneSettings } from '../settings.ts';

const NO_PORTAL = 'http://127.0.0.1:8090';

/**
 * Hands the programs that an edition would start to `use`, with stand-ins for what it makes itself on the way: a database, roles,
 * secrets. Nothing is opened, and what had to be written is gone afterwards.
 */
export async function withPrograms<T>(
  settings: StandaloneSettings,
  places: Places,
  use: (programs: {
    readonly simulator: Program;
    readonly door: Program;
    readonly relay: Program;
    readonly scheduler: Program;
  }) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'one-stop-configuration-'));
  try {
    const secrets = new SecretStore(folder);
    const portals = portalsFor(settings, NO_PORTAL, secrets);
    const telling = { settings, places, secrets, access: accessFor(settings), portals, broker: givenBroker(settings) ?? {} };
    return await use({
      simulator: simulatorProgram(settings, places, secrets),
      door: doorProgram(telling),
      relay: relayProgram(telling),
      scheduler: schedulerProgram(telling),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function accessFor({ ownerUrl, doorUrl, roadUrl, dutyUrl, deskUrl }: StandaloneSettings): Access {
  const owner = ownerUrl ?? 'postgres://stand-in@127.0.0.1/stand-in';
  const urls = { door: doorUrl ?? owner, road: roadUrl ?? owner, duty: dutyUrl ?? owner, desk: deskUrl ?? owner };
  return { names: undefined, urls };
}
