import { Body, Controller, HttpCode, Inject, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { send } from '../portal/reply.ts';
import { NationalDoor } from './door.ts';
import type { WireRequest } from './services.ts';

/** The portal's wire: a login and one address for every service. */
@Controller()
export class NationalController {
  constructor(@Inject(NationalDoor) private readonly door: NationalDoor) {}

  @Post('mapi/login')
  @HttpCode(200)
  async login(@Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    send(reply, await this.door.handle({ service: 'login', body: asObject(body), codes: [] }));
  }

  @Post('mapi/g')
  @HttpCode(200)
  async service(@Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    send(reply, await this.door.handle(readRequest(asObject(body))));
  }
}

/** What a request to the one address of all services is about. */
export function readRequest(body: Readonly<Record<string, unknown>>): WireRequest {
  const { service, data, mahoso } = body as { service?: unknown; data?: unknown; mahoso?: unknown };
  const items = Array.isArray(data) ? (data as unknown[]) : [];
  const codes = items.map((item) => asObject(item)['MaHoSo']).filter((code) => typeof code === 'string');
  return {
    // A login has an address of its own; the door knows it by this name.
    service: typeof service === 'string' && service !== 'login' ? service : '',
    body,
    codes: typeof mahoso === 'string' ? [...codes, mahoso] : codes,
  };
}

/** Whatever is no object has no members. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
