import { Body, Controller, HttpCode, Inject, NotFoundException, Param, Post, UnprocessableEntityException } from '@nestjs/common';
import { Runs } from '../commune/runs.ts';
import { Targets } from '../commune/targets.ts';
import { Portals } from '../portal/portals.ts';
import { readManifestRequest } from './manifest-request.ts';
import { planted } from './plant.ts';
import { provinceRows } from './province-rows.ts';
import type { Row } from './row.ts';
import { sendManifests, type SentManifest } from './send.ts';

const TIMEOUT_MS = 120_000;

/** What a system has, and what came of saying so. */
interface Sent {
  readonly rows: number;
  readonly sent: readonly SentManifest[];
}

/** Makes manifests of what a commune's system or the provincial portal has, and sends them; never affected by faults. */
@Controller('_sim')
export class ManifestController {
  constructor(
    @Inject(Runs) private readonly runs: Runs,
    @Inject(Targets) private readonly targets: Targets,
    @Inject(Portals) private readonly portals: Portals,
  ) {}

  @Post('province/manifests')
  @HttpCode(200)
  ofProvince(@Body() body: unknown): Promise<Sent> {
    return this.send(body, () => provinceRows(this.portals.get('province').dossiers.values()));
  }

  @Post('commune/runs/:id/manifests')
  @HttpCode(200)
  ofCommune(@Param('id') id: string, @Body() body: unknown): Promise<Sent> {
    return this.send(body, () => {
      const rows = this.runs.rows(id);
      if (rows === undefined) throw new NotFoundException(`không có lượt chạy này / no such run: ${id}`);
      return rows;
    });
  }

  private async send(body: unknown, make: () => readonly Row[]): Promise<Sent> {
    const request = readManifestRequest(body, this.targets);
    if ('length' in request)
      throw new UnprocessableEntityException({
        ...{ title: 'Yêu cầu điều khiển sai / wrong control request', status: 422, problems: request },
      });
    const { base, apiKey, asOf = new Date().toISOString(), plant = [], timeoutMs = TIMEOUT_MS } = request;
    const rows = planted(make(), plant);
    return { rows: rows.length, sent: await sendManifests(rows, { base: base.replace(/\/+$/, ''), apiKey, timeoutMs }, asOf) };
  }
}
