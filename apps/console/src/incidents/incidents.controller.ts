import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { isUUID } from 'class-validator';
import type { IncidentEntry } from '#ledger';
import { Desk } from '../desk.ts';
import { reads } from '../http/read.ts';
import { Call, OF_QUERIES } from '../openapi/call.ts';
import { Refused } from '../problems/refused.ts';
import {
  cursorOf,
  IncidentPage,
  IncidentQuery,
  IncidentView,
  placeIn,
  showCounts,
  showIncident,
  showWaiting,
  WaitingPage,
  WaitingQuery,
} from './incident-view.ts';

/** Shows what waits for people, and why. */
@ApiTags('Sự cố / Incidents')
@Controller('api/incidents')
export class IncidentsController {
  constructor(private readonly desk: Desk) {}

  @Get()
  @Call({
    role: 'viewer',
    summary: {
      vi: 'Các sự cố, hoạt động mới nhất trước; mỗi nguyên nhân là một',
      en: 'The incidents, newest activity first; one per cause',
    },
    answer: IncidentPage,
    problems: OF_QUERIES,
  })
  async list(@Query(reads(IncidentQuery)) { owner: mustAct, after, ...query }: IncidentQuery): Promise<IncidentPage> {
    const { incidents } = this.desk.ledger;
    const [found, open] = await Promise.all([
      incidents.list({ ...query, mustAct, after: placeIn(after) }),
      incidents.countOpen(),
    ]);
    const next = found.next === undefined ? null : cursorOf(found.next);
    return { items: found.entries.map(showIncident), next, hasMore: found.hasMore, open: showCounts(open) };
  }

  @Get(':id')
  @Call({
    role: 'viewer',
    summary: { vi: 'Một sự cố', en: 'One incident' },
    answer: IncidentView,
    problems: ['incident.unknown'],
  })
  async show(@Param('id') id: string): Promise<IncidentView> {
    return showIncident(await this.find(id));
  }

  @Get(':id/dossiers')
  @Call({
    role: 'viewer',
    summary: { vi: 'Các hồ sơ đang chờ vì sự cố này, cũ nhất trước', en: 'The dossiers that wait for it, the oldest first' },
    answer: WaitingPage,
    problems: ['incident.unknown', ...OF_QUERIES],
  })
  async dossiers(@Param('id') id: string, @Query(reads(WaitingQuery)) { after = 0, limit }: WaitingQuery): Promise<WaitingPage> {
    await this.find(id);
    return showWaiting(await this.desk.ledger.incidents.dossiers(id, { after, limit: limit + 1 }), limit);
  }

  private async find(id: string): Promise<IncidentEntry> {
    const found = isUUID(id) ? await this.desk.ledger.incidents.read(id) : undefined;
    if (found === undefined) throw new Refused('incident.unknown');
    return found;
  }
}
