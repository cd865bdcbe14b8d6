import { Controller, Get, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { metricsText } from '#runtime';
import { Desk } from '../desk.ts';

/** What machines ask: is the process alive, can it show anything, what does it measure. Ready means that the database answers. */
@ApiTags('Vận hành / Operation')
@Controller()
export class HealthController {
  constructor(private readonly desk: Desk) {}

  @Get('health/live')
  live(): { readonly status: string } {
    return { status: 'up' };
  }

  @Get('health/ready')
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const isUp = await this.desk.ledger.ping().then(
      () => true,
      () => false,
    );
    const state = isUp ? 'up' : 'down';
    await reply.code(isUp ? 200 : 503).send({ status: state, database: state });
  }

  @Get('metrics')
  async metrics(@Res() reply: FastifyReply): Promise<void> {
    const { contentType, text } = await metricsText();
    await reply.type(contentType).send(text);
  }
}
