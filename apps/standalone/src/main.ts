// The single-machine edition behind `npm start`: an embedded PostgreSQL, secrets, database roles, the other programs as supervised
// processes, the demo, ready.json. It starts the others and speaks to them through their public doors; what they decide is not
// decided here.
import { ConfigurationError, readEnvironment } from '#runtime';
import { HELP, readArguments, type Arguments } from './arguments.ts';
import { checkEdition, demandSound } from './configuration/check.ts';
import { layOut } from './disk/places.ts';
import { Edition } from './edition.ts';
import { DemoRefused } from './demo/door.ts';
import { StandaloneSettings } from './settings.ts';
import { Stopping } from './stopping.ts';
import { Terminal } from './terminal/terminal.ts';
import { Trouble } from './trouble.ts';

const WRONG_USE = 2;

const terminal = new Terminal();
const asked = readArguments(process.argv.slice(2));
switch (asked.kind) {
  case 'help':
    terminal.line(`${HELP.vi}\n\n${HELP.en}`);
    break;
  case 'wrong':
    terminal.warn(asked.message);
    terminal.line(`\n${HELP.vi}\n\n${HELP.en}`);
    process.exitCode = WRONG_USE;
    break;
  case 'run':
    await run(asked);
}

async function run(wanted: Arguments): Promise<void> {
  const stopping = new Stopping();
  stopOnSignal(stopping);
  const fail = async (error: unknown): Promise<void> => {
    explain(error);
    await stopping.stop();
    process.exit(1);
  };
  process.on('uncaughtException', (error) => void fail(error));
  try {
    demandSound(await checkEdition());
    const settings = readEnvironment(StandaloneSettings);
    const places = layOut(settings);
    const edition = new Edition({ arguments: wanted, settings, places, terminal, stopping });
    await stopping.during(edition.start());
  } catch (error) {
    if (stopping.signal.aborted) return; // the one who asked to stop ends the process
    await fail(error);
  }
}

function stopOnSignal(stopping: Stopping): void {
  const stop = (): void => {
    if (stopping.signal.aborted) return;
    terminal.line();
    terminal.say({ vi: 'Đang dừng…', en: 'Stopping…' });
    void stopping.stop().then((isInTime) => {
      const done = { vi: 'Đã dừng, không mất gì', en: 'Stopped, nothing is lost' };
      if (isInTime) terminal.say(done);
      else
        terminal.warn({
          vi: 'Dừng quá lâu, đã cắt; lần sau sẽ tự khôi phục',
          en: 'Stopping took too long and was cut; the next start recovers',
        });
      process.exit(0);
    });
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
}

function explain(error: unknown): void {
  if (error instanceof Trouble) terminal.warn(error.text, error.lines);
  else if (error instanceof ConfigurationError) terminal.line(error.message);
  else if (error instanceof DemoRefused) {
    terminal.warn({ vi: 'Hồ sơ mẫu bị từ chối:', en: 'The demo was refused:' }, error.problems.slice(0, 10));
  } else terminal.line(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
