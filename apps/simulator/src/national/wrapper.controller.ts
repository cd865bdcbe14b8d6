import { Body, Controller, HttpCode, Inject, Post, Query, Res, UseGuards, type CanActivate, type Type } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { json, send } from '../portal/reply.ts';
import { Wrapper, type Passed } from './wrapper.ts';

type Flags = Readonly<Record<string, unknown>>;

/** A place where the wrapper answers. Source: protocols §1.1. */
interface WrapperPlace {
  readonly base: string;
  readonly packing: 'envelope' | 'text';
  /** Whether the sender's code and, with dossiers, the flag have to stand in the query. */
  readonly wantsFlags: boolean;
  readonly guards: readonly Type<CanActivate>[];
}

const NO_SENDER = json('"Trường MaDinhDanhDV không được để trống"');

/**
 * Three addresses, as Thanh Hóa configures them; `isUpdating` in the query of the first is understood as well. A sender who
 * does not say who he is gets his answer before the portal hears of it.
 */
export function wrapperController({ base, packing, wantsFlags, guards }: WrapperPlace): Type {
  @Controller(base)
  @UseGuards(...guards)
  class WrapperController {
    constructor(@Inject(Wrapper) private readonly wrapper: Wrapper) {}

    @Post('DongBoHoSoMC')
    @HttpCode(200)
    create(@Body() items: unknown, @Query() flags: Flags, @Res() reply: FastifyReply): Promise<void> {
      const isUpdating = flags['isUpdating'] ?? (wantsFlags ? undefined : 'False');
      return this.pass({ service: 'DongBoHoSoMC', isUpdating, items }, flags, reply);
    }

    @Post('CapNhatHoSoMC')
    @HttpCode(200)
    update(@Body() items: unknown, @Query() flags: Flags, @Res() reply: FastifyReply): Promise<void> {
      return this.pass({ service: 'DongBoHoSoMC', isUpdating: 'True', items }, flags, reply);
    }

    @Post('CapNhatTienDoHoSoMC')
    @HttpCode(200)
    progress(@Body() items: unknown, @Query() flags: Flags, @Res() reply: FastifyReply): Promise<void> {
      return this.pass({ service: 'CapNhatTienDoHoSoMC', items }, flags, reply);
    }

    private async pass(passed: Passed, flags: Flags, reply: FastifyReply): Promise<void> {
      const { MaDinhDanhDV = '' } = flags;
      if (wantsFlags && MaDinhDanhDV === '') send(reply, NO_SENDER);
      else send(reply, await this.wrapper.pass(passed, packing));
    }
  }
  return WrapperController;
}
