import { randomBytes } from 'node:crypto';
import { createClients } from '#ledger';

/** Makes the account of a destination's own system; answers its API key. */
export async function createSystem(ownerUrl: string, pepper: Buffer, destination: string): Promise<string> {
  const apiKey = randomBytes(24).toString('base64url');
  const system = {
    code: `${destination}-portal`,
    name: 'Cổng tỉnh',
    apiKey,
    unitCodes: [],
    unlimited: true,
    speaksFor: destination,
  };
  await createClients(ownerUrl, pepper, [system]);
  // Doors read again every three seconds; they were told, too.
  await new Promise((resolve) => setTimeout(resolve, 500));
  return apiKey;
}
