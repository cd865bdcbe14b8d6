// Whether the program of this container is alive: exit code 0 or 1. Alive, not ready: a door whose database is away answers 503, and
// starting it again would not bring the database back.
const ANSWER_WITHIN_MS = 4_000;
const DOOR = { port: process.env.PARTNER_API_PORT || 8080, path: '/health/live' };
const PROBES = {
  'partner-api': DOOR,
  standalone: DOOR,
  relay: { port: process.env.RELAY_METRICS_PORT, path: '/health/live' },
  scheduler: { port: process.env.SCHEDULER_METRICS_PORT, path: '/health/live' },
  simulator: { port: process.env.SIMULATOR_PORT || 8090, path: '/_sim/national/dossiers?limit=1' },
};

const program = process.env.GATEWAY_APP;
try {
  const { port, path } = PROBES[program];
  const answer = await fetch(`http://${host()}:${port}${path}`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
  if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
} catch (error) {
  console.error(`${program}: ${error.cause?.message ?? error.message}`);
  process.exitCode = 1;
}

function host() {
  const bound = process.env.BIND_ADDRESS || '127.0.0.1';
  if (bound === '0.0.0.0') return '127.0.0.1';
  if (bound === '::') return '[::1]';
  return bound.includes(':') ? `[${bound}]` : bound;
}
