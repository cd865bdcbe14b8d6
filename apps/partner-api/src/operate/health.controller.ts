import { Controller, Get, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { metricsText } from '#runtime';
import { Door } from '../door.ts';
import { json, send } from '../http/answer.ts';

/** What machines ask: is the process alive, can it accept, what does it measure. Ready means that the database answers. */
@ApiTags('Vận hành / Operation')
@Controller()
export class HealthController {
  constructor(private readonly door: Door) {}

  @Get('health/live')
  @ApiOperation({ summary: 'Tiến trình còn sống / The process is alive' })
  @ApiResponse({ status: 200, description: 'Còn sống / Alive' })
  live(@Res() reply: FastifyReply): void {
    send(reply, json(200, { status: 'up' }));
  }

  @Get('health/ready')
  @ApiOperation({ summary: 'Sẵn sàng tiếp nhận / Ready to accept' })
  @ApiResponse({ status: 200, description: 'Cơ sở dữ liệu trả lời / The database answers' })
  @ApiResponse({ status: 503, description: 'Cơ sở dữ liệu không trả lời / The database does not answer' })
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const isUp = await this.door.ledger.ping().then(
      () => true,
      () => false,
    );
    send(reply, isUp ? json(200, { status: 'up', database: 'up' }) : json(503, { status: 'down', database: 'down' }));
  }

  @Get('metrics')
  @ApiOperation({ summary: 'Số đo, định dạng Prometheus / Measurements, Prometheus format' })
  @ApiResponse({ status: 200, description: 'Số đo / Measurements' })
  async metrics(@Res() reply: FastifyReply): Promise<void> {
    const { contentType, text } = await metricsText();
    send(reply, { status: 200, headers: { 'content-type': contentType }, body: text });
  }
}
