import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { instantOf, legalDay, parseProcedureCode } from '#canonical';
import type { CatalogueList } from '#ledger';
import { Door } from '../door.ts';
import { jsonText, send, type Answer } from '../http/answer.ts';
import { askerOf } from '../http/asker.ts';
import { DescribeCatalogue, DescribeProcedure } from '../openapi/describe-catalogue.ts';
import { problem } from '../problems/problem.ts';
import { isHeld, KeptPages } from './kept-pages.ts';
import { readCatalogueQuery, type CatalogueQuery, type Parameter } from './read-query.ts';
import { showDetails, showProcedure } from './show.ts';
import { readVersion, writeVersion, type CatalogueVersion } from './version.ts';

/** What one address gives: of which list, by which parameters, and its members; undefined: there is no such thing. */
interface Publication {
  readonly list: CatalogueList;
  readonly takes: readonly Parameter[];
  readonly read: (asked: Asked) => Promise<object | undefined>;
}

interface Asked extends Pick<CatalogueQuery, 'after' | 'limit'> {
  readonly at: CatalogueVersion['day'];
  readonly since: CatalogueVersion | undefined;
}

/** What commune systems and the provincial portal live by: procedures and units, each true at a date, with what changed since. */
@ApiTags('Danh mục / Catalogue')
@Controller('v1/catalog')
export class CatalogueController {
  private readonly pages = new KeptPages();

  constructor(private readonly door: Door) {}

  @Get('procedures')
  @DescribeCatalogue('ProcedureList', {
    vi: 'Đọc danh mục thủ tục của một ngày, hoặc những gì đã thay đổi',
    en: 'Read the procedures of a day, or what changed',
  })
  procedures(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const read = async (asked: Asked): Promise<object> => {
      const rows = await this.door.ledger.catalogue.procedures({ ...asked, limit: asked.limit + 1 });
      const items = rows.slice(0, asked.limit);
      return { items: items.map(showProcedure), next: rows.length > items.length ? (items.at(-1)?.code ?? null) : null };
    };
    return this.publish({ list: 'procedures', takes: ['at', 'after', 'limit', 'changedSince'], read }, request, reply);
  }

  @Get('procedures/:code')
  @DescribeProcedure({ vi: 'Xem một thủ tục', en: 'See a procedure' })
  procedure(@Param('code') code: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const national = parseProcedureCode(code)?.national;
    const read = async ({ at }: Asked): Promise<object | undefined> => {
      const found = national === undefined ? undefined : await this.door.ledger.catalogue.procedure(national, at);
      return found && showDetails(found);
    };
    return this.publish({ list: 'procedures', takes: ['at'], read }, request, reply);
  }

  @Get('units')
  @DescribeCatalogue('UnitList', {
    vi: 'Đọc danh sách xã, phường của một ngày với đơn vị trước và sau sáp nhập, hoặc những gì đã thay đổi',
    en: 'Read the communes and wards of a day with what they were before and became, or what changed',
  })
  units(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const read = async ({ at, since }: Asked): Promise<object> => ({
      items: await this.door.ledger.catalogue.units({ at, since }),
    });
    return this.publish({ list: 'units', takes: ['at', 'changedSince'], read }, request, reply);
  }

  private async publish(publication: Publication, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    send(reply, await this.answer(publication, request));
  }

  private async answer({ list, takes, read }: Publication, request: FastifyRequest): Promise<Answer<string | Buffer>> {
    const asker = askerOf(request);
    const query = readCatalogueQuery(request.query, takes);
    if (!('limit' in query)) return problem(asker, 'query.invalid', query);
    // Read before the entries: whatever is recorded meanwhile is told again, and nothing is left out.
    const version = await this.door.ledger.catalogue.version(list);
    const since = await this.since(list, query.changedSince);
    if (since === 'unknown') return problem(asker, 'catalog.version-unknown', [UNKNOWN]);
    const at = query.at ?? legalDay(instantOf(this.door.clock.now()));
    const name = JSON.stringify([request.url.split('?', 1), version, at, query]);
    const head = { version: writeVersion({ version, day: at }), at };
    const page = await this.pages.get(name, head, () => read({ ...query, at, since }));
    if (page === undefined) return problem(asker, 'procedure.unknown');
    const headers = { etag: page.etag, 'cache-control': 'private, no-cache' };
    if (isHeld(request.headers['if-none-match'], page.etag)) return { status: 304, headers, body: '' };
    return jsonText(200, page.body, headers);
  }

  private async since(list: CatalogueList, written: string | undefined): Promise<CatalogueVersion | 'unknown' | undefined> {
    if (written === undefined) return undefined;
    const since = readVersion(written);
    return since && (await this.door.ledger.catalogue.knows(list, since.version)) ? since : 'unknown';
  }
}

const UNKNOWN = { field: '/changedSince', code: 'catalog.version-unknown' } as const;
