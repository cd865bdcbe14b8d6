import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Call } from '../openapi/call.ts';
import { Watcher } from './watcher.ts';
import { Watchers } from './watchers.ts';

const STREAM = { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no' };

/** Tells those who watch what changes, for as long as they stay. */
@ApiTags('Theo dõi / Events')
@Controller('api/events')
export class EventsController {
  constructor(private readonly watchers: Watchers) {}

  @Get()
  @ApiProduces('text/event-stream')
  @Call({
    role: 'viewer',
    summary: {
      vi: 'Luồng sự kiện (server-sent events): destinations khi nơi nhận thay đổi; một dòng chú thích mỗi 15 giây',
      en: 'A stream of server-sent events: destinations when they change; a comment line every 15 seconds',
    },
    problems: ['overloaded'],
  })
  watch(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const { tokenHash } = request;
    if (tokenHash === null) throw new Error('a stream was reached without admission');
    if (request.method === 'HEAD') {
      void reply.headers(STREAM).send();
      return;
    }
    this.watchers.demandRoom(tokenHash);
    reply.hijack();
    const { raw } = reply;
    const watcher = new Watcher(raw, tokenHash);
    raw.on('close', () => {
      this.watchers.remove(watcher);
    });
    raw.on('error', () => undefined);
    raw.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), ...STREAM });
    this.watchers.add(watcher);
  }
}
