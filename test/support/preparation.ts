import { openLog } from '#runtime';

/** How the database of a test is prepared, apart from its address and its destinations. */
export const PREPARATION = { roles: undefined, configDir: 'config', province: 'H56', log: openLog('test') } as const;
