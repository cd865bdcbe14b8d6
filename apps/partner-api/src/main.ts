import type { Province } from '#protocols';
import { followFile, runProcess } from '#runtime';
import { openOwnProvince, PARTNER_API } from './configuration.ts';
import { listOf } from './settings.ts';
import type { ProvinceRules } from './start.ts';

await runProcess(PARTNER_API, async ({ settings, province, secrets, signer }, log) => {
  // Who is only asked for its configuration need not wait for what serves.
  const { openPartnerApi } = await import('./open.ts');
  const { port, host, poolSize, feedDays, sessionSeconds, wrapperPaths, trustProxy, databaseUrl, settlesWithinMs } = settings;
  const api = await openPartnerApi({
    ...{ databaseUrl, poolSize, feedDays, secrets, signer, log, port, host, sessionSeconds, wrapperPaths, settlesWithinMs },
    ...{ trustProxy: listOf(trustProxy), ...rulesOf(province.settings) },
  });
  const following = followFile({
    name: 'province',
    opened: province,
    open: openOwnProvince,
    apply: (changed) => {
      api.adopt(rulesOf(changed));
    },
    log,
  });
  return {
    close: async () => {
      await following.close();
      await api.close();
    },
  };
});

function rulesOf({ publicFileHosts, dossierCodePattern }: Province): ProvinceRules {
  return { ...(publicFileHosts && { publicFileHosts }), ...(dossierCodePattern !== undefined && { dossierCodePattern }) };
}
