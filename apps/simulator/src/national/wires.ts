import type { Type } from '@nestjs/common';
import { AdapterController } from './adapter.controller.ts';
import { Gate } from './gate.ts';
import { NationalController } from './national.controller.ts';
import { TokenController } from './token.controller.ts';
import { wrapperController } from './wrapper.controller.ts';

/**
 * Every way to the one simulated portal. Source: protocols §1.1. The wrapper stands open as in Thanh Hóa, behind an API gateway
 * with tokens as in Cà Mau, and with agency code and flag in the query as in Hà Giang.
 */
export const NATIONAL_WIRES: Type[] = [
  NationalController,
  AdapterController,
  TokenController,
  wrapperController({ base: 'KetNoiMotCuaQuocGia', packing: 'envelope', wantsFlags: false, guards: [] }),
  wrapperController({ base: 'lgsp/KetNoiMotCuaQuocGia', packing: 'envelope', wantsFlags: false, guards: [Gate] }),
  wrapperController({ base: 'api/SynsTTHCC', packing: 'text', wantsFlags: true, guards: [] }),
];
