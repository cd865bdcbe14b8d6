import type { Step } from '#canonical';
import type { Finding, RefusedItem, SubmittedStep } from '#ledger';
import { canonicalForm } from './canonical-form.ts';
import type { HouseRules } from './house-rules.ts';
import { codeIn, inspectItem } from './inspect-item.ts';
import { StepBody } from './step-body.ts';

type StepForm = Omit<Step, 'dossierCode'> & { readonly dossierCode?: string; readonly sourceCode?: string };

/** Reads one status change: well-formed with its warnings, or refused with every fault. */
export function readStep(value: unknown, rules: Pick<HouseRules, 'dossierCodePattern'>): SubmittedStep | RefusedItem {
  const problems = inspectItem(value, StepBody, rules);
  if (problems.length > 0) return { kind: 'refused', dossierCode: codeIn(value, rules), problems };
  const warnings: Finding[] = [];
  // As for a dossier: the shape is checked against the canonical type when it compiles.
  const { sourceCode, dossierCode, ...rest } = canonicalForm(value as object, StepBody, warnings) as unknown as StepForm;
  const step: Step = { dossierCode: dossierCode ?? '', ...rest };
  return { kind: 'step', step, sourceCode, warnings };
}
