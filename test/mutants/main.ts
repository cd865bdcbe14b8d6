import { MUTANTS } from './all.ts';
import type { Mutant } from './mutants.ts';
import { Sandbox } from './sandbox.ts';

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !MUTANTS.some((mutant) => mutant.name === name));
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(', ')}; there are:\n${MUTANTS.map(({ name }) => `  ${name}`).join('\n')}`);
  process.exit(2);
}
const mutants = asked.length === 0 ? MUTANTS : MUTANTS.filter(({ name }) => asked.includes(name));

const sandbox = new Sandbox();
try {
  const sick = notGreen(mutants);
  for (const { testFile, test } of sick) console.log(`NOT GREEN without any mutant: ${testFile}: ${test}`);
  process.exitCode = sick.length === 0 && mutants.map(kill).every(Boolean) ? 0 : 1;
} finally {
  sandbox.remove();
}

/** A test that fails anyway would prove nothing: those whose test is not green before anything is spoiled. */
function notGreen(all: readonly Mutant[]): Mutant[] {
  return [...new Set(all.map(({ project }) => project))].flatMap((project) => {
    const own = all.filter((mutant) => mutant.project === project);
    const colourOf = sandbox.run(project, [...new Set(own.map(({ testFile }) => testFile))]);
    return own.filter(({ test }) => colourOf(test) !== 'green');
  });
}

/** Spoils, runs the one test and says in a line whether it noticed. */
function kill(mutant: Mutant): boolean {
  const { name, project, testFile, test } = mutant;
  const colour = sandbox.spoiled(mutant, () => sandbox.run(project, [testFile], test)(test));
  const said = { red: 'killed  ', green: 'SURVIVED', broken: 'BROKEN  ' }[colour];
  console.log(`${said}  ${name.padEnd(45)}  ${testFile}: ${test}`);
  return colour === 'red';
}
