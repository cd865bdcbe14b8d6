import { Body, Controller, Headers, HttpCode, Inject, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { send } from '../portal/reply.ts';
import { isItem } from './check.ts';
import { ProvinceDoor } from './door.ts';
import type { ProvinceRequest } from './services.ts';

/**
 * The portal's wire. Tokens and documents have addresses of their own, as on a real bus, where one is the bus itself and the other
 * a service behind it: `{tokenBase}` is `/lgsp`, `{documentBase}` is `/lgsp/adapter`.
 */
@Controller('lgsp')
export class ProvinceController {
  constructor(@Inject(ProvinceDoor) private readonly door: ProvinceDoor) {}

  @Post('token')
  @HttpCode(200)
  async token(@Headers('content-type') type = '', @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    const form = type.startsWith('application/x-www-form-urlencoded') ? body : {};
    send(reply, await this.door.handle({ service: 'login', body: form, token: undefined, codes: [] }));
  }

  @Post('adapter/Document/SyncDocument')
  @HttpCode(200)
  async syncDocument(@Headers() headers: Heads, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    send(reply, await this.door.handle(readRequest('SyncDocument', headers, body)));
  }

  @Post('adapter/Document/UpdateDocumentTraces')
  @HttpCode(200)
  async updateTraces(@Headers() headers: Heads, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    send(reply, await this.door.handle(readRequest('UpdateDocumentTraces', headers, body)));
  }
}

type Heads = Readonly<Record<string, string | undefined>>;

function readRequest(service: ProvinceRequest['service'], headers: Heads, sent: unknown): ProvinceRequest {
  const isJson = headers['content-type']?.startsWith('application/json') === true;
  // What is not JSON is no object to this portal, whatever else could be read from it.
  const body = isJson ? sent : undefined;
  const code = isItem(body) ? body['DocCode'] : undefined;
  return {
    service,
    body,
    token: /^Bearer (\S+)$/i.exec(headers['authorization'] ?? '')?.[1],
    codes: typeof code === 'string' ? [code] : [],
  };
}
