import { Controller, HttpCode, Post, Req, Res, type Type } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readJson } from '#runtime';
import { Door } from '../door.ts';
import { callerOf } from '../http/admit.ts';
import { send } from '../http/answer.ts';
import { askerOf } from '../http/asker.ts';
import { openBody, type ReceivedBody } from '../http/received-body.ts';
import { DescribeWrapper } from '../national/describe.ts';
import { envelope, failed, type Said } from '../national/envelope.ts';
import { Parameters, readUpdating } from '../national/parameters.ts';
import { push } from '../national/push.ts';
import type { PushKind } from '../national/read-items.ts';
import { mannerOf } from '../national/refuse.ts';
import type { WrapperPaths } from './paths.ts';

type Posted = FastifyRequest<{ Body: ReceivedBody | undefined; Querystring: Readonly<Record<string, unknown>> }>;

/** The three addresses of the wrapper, where they are configured to be. Their bodies are bare lists of what the national portal takes. */
export function wrapperController({ create, update, progress }: WrapperPaths): Type {
  @ApiTags('Cửa theo hệ thống của tỉnh / Wrapper door')
  @Controller()
  class WrapperController {
    constructor(private readonly door: Door) {}

    @Post(create)
    @HttpCode(200)
    @RouteConfig({ door: 'wrapper' })
    @DescribeWrapper('dossier', 'Thêm mới hồ sơ; ?isUpdating=True = cập nhật / Send dossiers; ?isUpdating=True = update')
    create(@Req() request: Posted, @Res() reply: FastifyReply): Promise<void> {
      const updating = readUpdating(new Parameters(request.query).get('isUpdating'));
      if (updating !== undefined) return this.take(request, reply, updating ? 'update' : 'create');
      send(reply, envelope(failed('updating.unclear'), mannerOf(request, 'wrapper')));
      return Promise.resolve();
    }

    @Post(update)
    @HttpCode(200)
    @RouteConfig({ door: 'wrapper' })
    @DescribeWrapper('dossier', 'Cập nhật hồ sơ / Update dossiers')
    update(@Req() request: Posted, @Res() reply: FastifyReply): Promise<void> {
      return this.take(request, reply, 'update');
    }

    @Post(progress)
    @HttpCode(200)
    @RouteConfig({ door: 'wrapper' })
    @DescribeWrapper('step', 'Gửi tiến độ / Send progress')
    progress(@Req() request: Posted, @Res() reply: FastifyReply): Promise<void> {
      return this.take(request, reply, 'steps');
    }

    private async take(request: Posted, reply: FastifyReply, kind: PushKind): Promise<void> {
      const said = await pushBody(this.door, request, kind);
      send(reply, envelope(said, mannerOf(request, 'wrapper')));
    }
  }
  return WrapperController;
}

function pushBody(door: Door, request: Posted, kind: PushKind): Said | Promise<Said> {
  const body = openBody(request.body);
  if (body.kind === 'problem') return failed(body.code);
  const { raw } = body;
  const json = readJson(raw);
  if (json.kind === 'invalid') return failed('json.invalid');
  const call = { asker: askerOf(request), client: callerOf(request), door: 'wrapper', service: `wrapper/${kind}` } as const;
  return push(door, { ...call, kind, data: json.value, raw });
}
