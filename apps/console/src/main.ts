import { runProcess } from '#runtime';
import { CONSOLE } from './configuration.ts';

await runProcess(CONSOLE, async ({ settings, secrets }, log) => {
  // Who is only asked for its configuration need not wait for what serves.
  const { openConsole } = await import('./open.ts');
  const { databaseUrl, poolSize, port, host, proxies: trustProxy, sessionMinutes, idleMinutes } = settings;
  const sessions = { lifetimeMs: sessionMinutes * 60_000, idleMs: idleMinutes * 60_000 };
  return openConsole({ databaseUrl, poolSize, port, host, trustProxy, sessions, secrets, log });
});
