const FIXED = 20_261_127;

/** The seed of the models: always the same, so that a run can be compared with the one before, unless `MODEL_SEED` names another. */
export function modelSeed(): number {
  return Number(process.env['MODEL_SEED'] ?? FIXED);
}
