import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { instantOf, legalDay } from '#canonical';
import { SheetRefused, type Client } from '#ledger';
import { SHEET_SECURITY, writeSheet } from '#sheets';
import { Door } from '../door.ts';
import { callerOf } from '../http/admit.ts';
import { send, type Answer } from '../http/answer.ts';
import { askerOf } from '../http/asker.ts';
import { DescribeSheet } from '../openapi/describe-sheet.ts';
import { problem } from '../problems/problem.ts';
import { readSheetOrder, type SheetOrder } from './read-sheet-query.ts';

/** Gives a commune's system the daily sheet of its units. */
@ApiTags('Phiếu hằng ngày / Daily sheet')
@Controller('v1/daily-sheet')
export class DailySheetController {
  constructor(private readonly door: Door) {}

  @Get()
  @DescribeSheet({
    vi: 'Đọc phiếu hằng ngày của các đơn vị trong phạm vi',
    en: 'Read the daily sheet of the units in your scope',
  })
  async show(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    send(reply, await this.answer(request));
  }

  private async answer(request: FastifyRequest): Promise<Answer> {
    const asker = askerOf(request);
    const order = readSheetOrder(request.query, legalDay(instantOf(this.door.clock.now())));
    if (!('day' in order)) return problem(asker, 'query.invalid', order);
    const client = callerOf(request);
    const units = this.unitsOf(client, order);
    if (units === undefined) return problem(asker, 'unit.out-of-scope', [{ field: '/unit', code: 'unit.out-of-scope' }]);
    try {
      const trialsOf = client.sandbox ? client.id : undefined;
      const sheet = await this.door.ledger.sheets.read(order.day, { kind: 'units', units, trialsOf });
      const { text, contentType, fileName } = writeSheet(sheet, order.format);
      return {
        status: 200,
        headers: {
          'content-type': contentType,
          'content-disposition': `inline; filename="${fileName}"`,
          'content-security-policy': SHEET_SECURITY,
        },
        body: text,
      };
    } catch (error) {
      if (error instanceof SheetRefused && error.code === 'sheet.future') return problem(asker, error.code);
      throw error;
    }
  }

  /** The units of the caller, or the one that is named; undefined where that is none of its units, nor what one of them was merged from. */
  private unitsOf(client: Client, { unit, day }: SheetOrder): readonly number[] | undefined {
    if (unit === undefined) return client.units;
    const { clients } = this.door.ledger;
    const named = clients.unitCoded(unit, day);
    return named !== undefined && clients.reachOf(client).has(named) ? [named] : undefined;
  }
}
