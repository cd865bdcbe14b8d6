import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { demoSource, writeMarker } from '../../apps/standalone/src/demo/plan.ts';
import { heldCodes } from '../support/edition-calls.ts';
import { killAll, openGround, startEdition } from '../support/edition.ts';

const WHOLE = 'không mất, không trùng, đúng thứ tự';

describe('a start of a newer version that knows one more portal', () => {
  it('sends there what was sent to the others before, and sends them nothing again', async () => {
    const ground = await openGround();
    const destinations = parse(readFileSync('config/partners.demo.yaml', 'utf8')) as { destinations: { id: string }[] };
    const former = destinations.destinations.filter(({ id }) => id === 'national');
    const partners = join(ground.data, 'former.yaml');
    writeFileSync(partners, stringify({ destinations: former }));
    const first = startEdition(ground, [], { PARTNERS_FILE: partners });
    await first.ready();
    expect(first.output()).toContain(WHOLE);
    expect(first.output()).not.toContain('= Cổng tỉnh');
    await killAll(first.pids());
    forget(ground.data);

    const second = startEdition(ground);
    const ready = await second.ready();
    const output = second.output();
    expect(output).toContain('không gửi lại');
    for (const portal of ['Cổng quốc gia', 'Cổng tỉnh']) expect(output).toMatch(new RegExp(`✔ .* ${portal}: .*${WHOLE}`));
    expect(await heldCodes(ready)).toHaveLength(240);
    await killAll(second.pids());
    ground.remove();
  });
});

describe('a start with a portal in shadow', () => {
  it('sends the demo to the other one, compares that one alone, and does not wait for what only the cut-over decides', async () => {
    const ground = await openGround();
    const { destinations } = parse(readFileSync('config/partners.demo.yaml', 'utf8')) as { destinations: { id: string }[] };
    const partners = join(ground.data, 'shadow.yaml');
    const shadowed = destinations.map((one) => (one.id === 'province' ? { ...one, mode: 'shadow' } : one));
    writeFileSync(partners, stringify({ destinations: shadowed }));
    const first = startEdition(ground, [], { PARTNERS_FILE: partners });
    const { simulator } = await first.ready();
    expect(first.output()).toContain('Chạy bóng, không gửi gì tới: province');
    expect(first.output()).toMatch(new RegExp(`✔ .* Cổng quốc gia: .*${WHOLE}`));
    expect(first.output()).toContain('Không so với: province');
    const there = (await (await fetch(`${simulator}/_sim/province/dossiers`)).json()) as { total: number };
    expect(there.total).toBe(0);
    await killAll(first.pids());

    const second = startEdition(ground);
    await second.ready();
    expect(second.output()).toMatch(new RegExp(`✔ .* Cổng quốc gia: .*${WHOLE}`));
    expect(second.output()).not.toContain('= Cổng tỉnh');
    expect(second.output()).toContain('Không so với: province');
    await killAll(second.pids());
    ground.remove();
  });
});

/** What a version that knew the national portal alone has not written. */
function forget(data: string): void {
  rmSync(join(data, 'secrets', 'simulator-province'));
  const file = join(data, 'demo.json');
  const { portals, ...marker } = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  expect(portals).toEqual(['national']);
  writeFileSync(file, JSON.stringify(marker));
}

describe('a start that cannot go on', () => {
  it('names the port that another program holds, and the variable', async () => {
    const ground = await openGround();
    const foreign = createServer();
    await new Promise<void>((done) => foreign.listen(ground.simulatorPort, '127.0.0.1', done));
    const edition = startEdition(ground);
    expect(await edition.ended).toBe(1);
    foreign.close();
    ground.remove();
    expect(edition.output()).toContain(`127.0.0.1:${String(ground.simulatorPort)}`);
    expect(edition.output()).toContain('SIMULATOR_PORT');
    expect(edition.output()).toContain('another program uses it');
    expect(edition.output()).toContain(`pid ${String(process.pid)}`);
  });

  it('explains an argument that it does not know', async () => {
    const ground = await openGround();
    const edition = startEdition(ground, ['--nodemo']);
    expect(await edition.ended).toBe(2);
    ground.remove();
    expect(edition.output()).toMatch(/không có tuỳ chọn --nodemo[^]*has no option --nodemo[^]*--no-demo/);
  });

  it('keeps another demo than its own out of a data folder', async () => {
    const ground = await openGround();
    writeMarker(join(ground.data, 'demo.json'), {
      ...demoSource(undefined, { seed: 3, today: '2026-11-26', config: 'config' }),
      ...{ isComplete: true, codes: [] },
    });
    const edition = startEdition(ground, ['--seed', '4']);
    expect(await edition.ended).toBe(1);
    expect(edition.output()).toContain('This data folder has a demo already (--seed 3)');
    expect(existsSync(join(ground.data, 'postgres'))).toBe(false);
    ground.remove();
  });

  it('shows its help and does nothing else', async () => {
    const ground = await openGround();
    const edition = startEdition(ground, ['--help']);
    expect(await edition.ended).toBe(0);
    expect(edition.output()).toMatch(/Cách dùng: npm start[^]*Usage: npm start/);
    expect(readdirSync(ground.data)).toEqual([]);
    ground.remove();
  });
});
