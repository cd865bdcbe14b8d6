import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { instantOf, legalDay } from '#canonical';
import { SheetRefused } from '#ledger';
import { SHEET_SECURITY, writeSheet } from '#sheets';
import { Desk } from '../desk.ts';
import { reads } from '../http/read.ts';
import { Call, OF_QUERIES } from '../openapi/call.ts';
import { Refused } from '../problems/refused.ts';
import { SheetQuery } from './sheet-query.ts';

const PROVINCE = 'province';
const TEXT = { schema: { type: 'string' } } as const;

/** Gives the daily sheets of communes and of the province. */
@ApiTags('Phiếu hằng ngày / Daily sheets')
@Controller('api/daily-sheets')
export class DailySheetsController {
  constructor(private readonly desk: Desk) {}

  @Get(':unit')
  @ApiResponse({
    status: 200,
    description: 'Phiếu, theo dạng đã chọn / The sheet, in the form that was chosen',
    content: { 'text/html': TEXT, 'text/csv': TEXT, 'application/json': { schema: { type: 'object' } } },
  })
  @Call({
    role: 'viewer',
    summary: {
      vi: 'Phiếu hằng ngày của một đơn vị theo mã của nó, hoặc của toàn tỉnh (province)',
      en: 'The daily sheet of a unit by its code, or of the whole province (province)',
    },
    problems: [...OF_QUERIES, 'unit.unknown', 'sheet.future'],
  })
  async show(
    @Param('unit') unit: string,
    @Query(reads(SheetQuery)) { day, format }: SheetQuery,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { ledger, clock } = this.desk;
    const of = unit === PROVINCE ? ({ kind: 'province' } as const) : ({ kind: 'unit', code: unit } as const);
    const sheet = await ledger.sheets.read(day ?? legalDay(instantOf(clock.now())), of).catch((error: unknown) => {
      throw error instanceof SheetRefused ? new Refused(error.code) : error;
    });
    const { text, contentType, fileName } = writeSheet(sheet, format);
    const how = format === 'csv' ? 'attachment' : 'inline';
    void reply
      .header('content-type', contentType)
      .header('content-disposition', `${how}; filename="${fileName}"`)
      .header('content-security-policy', SHEET_SECURITY)
      .send(text);
  }
}
