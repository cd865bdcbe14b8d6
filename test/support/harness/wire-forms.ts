import type { NativeDossier } from './full-dossier.ts';
import { documentOnWire, traceOnWire } from './province-form.ts';
import type { NativeStep } from './script.ts';
import type { PortalName } from './simulated-portal.ts';
import { recordOnWire, stepOnWire } from './national-form.ts';

/** How a portal holds what was sent. */
export interface WireForm {
  readonly record: (dossier: NativeDossier) => Readonly<Record<string, unknown>>;
  readonly step: (step: NativeStep) => Readonly<Record<string, unknown>>;
}

/** The harness's own mappings, by portal. */
export const WIRE_FORMS: Readonly<Record<PortalName, WireForm>> = {
  national: { record: recordOnWire, step: stepOnWire },
  province: { record: documentOnWire, step: traceOnWire },
};
