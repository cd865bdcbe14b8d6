// The single-machine edition behind `npm start`: an embedded PostgreSQL, secrets, database roles, the other programs as supervised
// processes, the demo, ready.json. It starts the others and speaks to them through their public doors; what they decide is not
// decided here.
import { ConfigurationError, readEnvironment, type Text } from '#runtime';
import { HELP, readArguments, type Arguments } from './arguments.ts';
import { checkEdition, demandSound } from './configuration/check.ts';
import { layOut } from './disk/places.ts';
import { Edition } from './edition.ts';
import { DemoRefused } from './demo/door.ts';
import { StandaloneSettings } from './settings.ts';
import { Stopping, type Stage } from './stopping.ts';
import { Terminal } from './terminal/terminal.ts';
import { Trouble } from './trouble.ts';

const WRONG_USE = 2;

/** What is waited for while we stop. The others take no time. */
const WAITING: Partial<Readonly<Record<Stage, Text>>> = {
  console: { vi: 'Chờ bàn điều hành dừng', en: 'Waiting for the console to end' },
  door: { vi: 'Chờ cửa tiếp nhận trả lời xong các yêu cầu', en: 'Waiting for the door to answer what it was asked' },
  relay: { vi: 'Chờ relay nhận xong câu trả lời của cổng', en: 'Waiting for the relay to hear what the portal answers' },
  broker: { vi: 'Chờ RabbitMQ dừng', en: 'Waiting for RabbitMQ to end' },
  simulator: { vi: 'Chờ cổng mô phỏng dừng', en: 'Waiting for the simulated portal to end' },
  database: { vi: 'Chờ PostgreSQL ghi xong', en: 'Waiting for PostgreSQL to finish writing' },
};

const terminal = new Terminal();
const asked = readArguments(process.argv.slice(2));
switch (asked.kind) {
  case 'help':
    terminal.line(`${HELP.vi}\n\n${HELP.en}`);
    break;
  case 'wrong':
    terminal.fail(asked.message);
    terminal.line(`\n${HELP.vi}\n\n${HELP.en}`);
    process.exitCode = WRONG_USE;
    break;
  case 'run':
    await run(asked);
}

async function run(wanted: Arguments): Promise<void> {
  const stopping = new Stopping(tellWaiting);
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
    terminal.say({ vi: 'Đang dừng, chậm nhất 10 giây…', en: 'Stopping, within 10 s…' });
    void stopping.stop().then((isInTime) => {
      const done = { vi: 'Đã dừng, không mất gì', en: 'Stopped, nothing is lost' };
      if (isInTime) terminal.done(done);
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

function tellWaiting(stage: Stage): void {
  const text = WAITING[stage];
  if (text !== undefined) terminal.say(text);
}

function explain(error: unknown): void {
  if (error instanceof Trouble) terminal.fail(error.text, error.lines);
  else if (error instanceof ConfigurationError) terminal.line(error.message);
  else if (error instanceof DemoRefused) {
    terminal.fail({ vi: 'Hồ sơ mẫu bị từ chối:', en: 'The demo was refused:' }, error.problems.slice(0, 10));
  } else terminal.line(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
