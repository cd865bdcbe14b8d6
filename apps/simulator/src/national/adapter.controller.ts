import { Body, Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { json, send } from '../portal/reply.ts';
import { NationalDoor } from './door.ts';
import { asObject, readRequest } from './national.controller.ts';
import type { WireRequest } from './services.ts';

const FORWARDING_PATHS = ['XrdAdapter/RestService/forward', 'VXPAdapter/RestService/forward'];
/** The portal on the data axis. Source: protocols §1.1. */
const PORTAL = 'VN:GOV:000.00.00.G22:vpcpdvcprovider';

type Asked = FastifyRequest<{ Querystring: { readonly dstcode?: unknown } }>;

/** The security servers of the data axis: they forward to the portal what names it by `dstcode`, as a header or in the query. */
@Controller(FORWARDING_PATHS)
export class AdapterController {
  constructor(@Inject(NationalDoor) private readonly door: NationalDoor) {}

  @Post('mapi/login')
  @HttpCode(200)
  login(@Req() asked: Asked, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    return this.forward(asked, { service: 'login', body: asObject(body), codes: [] }, reply);
  }

  @Post('mapi/g')
  @HttpCode(200)
  service(@Req() asked: Asked, @Body() body: unknown, @Res() reply: FastifyReply): Promise<void> {
    return this.forward(asked, readRequest(asObject(body)), reply);
  }

  private async forward({ headers, query }: Asked, request: WireRequest, reply: FastifyReply): Promise<void> {
    const dstcode = headers['dstcode'] ?? query.dstcode;
    if (dstcode === PORTAL) {
      send(reply, await this.door.handle(request));
      return;
    }
    // As X-Road tells its own errors; what the national products answer is not public.
    const error =
      dstcode === undefined
        ? { status: 400, type: 'Client.BadRequest', message: 'dstcode is missing' }
        : { status: 500, type: 'Server.ClientProxy.UnknownMember', message: 'Could not find addresses for service provider' };
    const { status, type, message } = error;
    reply.header('x-road-error', type);
    send(reply, json(JSON.stringify({ type, message, detail: '' }), status));
  }
}
