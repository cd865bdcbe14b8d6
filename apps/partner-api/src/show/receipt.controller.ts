import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { showReceipt } from '../accept/render.ts';
import { Door } from '../door.ts';
import { callerOf } from '../http/admit.ts';
import { json, send } from '../http/answer.ts';
import { askerOf } from '../http/asker.ts';
import { DescribeShow } from '../openapi/describe.ts';
import { problem } from '../problems/problem.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Gives a receipt again, to whom it was given. */
@ApiTags('Tra cứu / Look-up')
@Controller('v1/receipts')
export class ReceiptController {
  constructor(private readonly door: Door) {}

  @Get(':id')
  @DescribeShow('Receipt', ['receipt.unknown'], { vi: 'Xem lại một biên nhận', en: 'See a receipt again' })
  async show(@Param('id') id: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const receipt = UUID.test(id) ? await this.door.ledger.readReceipt(callerOf(request).id, id.toLowerCase()) : undefined;
    send(
      reply,
      receipt === undefined ? problem(askerOf(request), 'receipt.unknown') : json(200, showReceipt(receipt, this.door.signer)),
    );
  }
}
