import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const TIME = 'Take time from the Clock of #runtime: all processes agree on it, and tests shift it.';

const processEnv = [
  "MemberExpression[object.name='process'][property.name='env']",
  "MemberExpression[object.name='process'][property.value='env']",
  "VariableDeclarator[init.name='process'] Property[key.name='env']",
  "ImportDeclaration[source.value=/^(node:)?process$/] ImportSpecifier[imported.name='env']",
];
const environmentOnly = {
  selector: processEnv.join(', '),
  message:
    'Only libs/runtime/src/environment.ts reads the environment: a setting that is read anywhere else is checked by nobody.',
};
const clockOnly = [
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: TIME },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: TIME },
  { selector: "CallExpression[callee.name='Date']", message: TIME },
];

const EMPTY_NAMES = new Set([
  'common',
  'shared',
  'utils',
  'util',
  'helpers',
  'helper',
  'types',
  'interfaces',
  'application',
  'infrastructure',
]);
const SUFFIXES = new Set(['module', 'controller', 'guard', 'entity', 'wire', 'read', 'write', 'codes', 'client', 'spec', 'test']);

/** A name says what a file does; these names only say that somebody did not know where to put something. */
const fileNames = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { folder: "'{{name}}' says nothing about what is inside", suffix: "the suffix '.{{name}}' is not one of ours" },
  },
  create: (context) => ({
    Program(node) {
      const folders = context.filename.slice(context.cwd.length + 1).split('/');
      const [stem, ...suffixes] = folders
        .pop()
        .replace(/\.tsx?$/, '')
        .split('.');
      for (const name of [...folders, stem].filter((part) => EMPTY_NAMES.has(part)))
        context.report({ node, messageId: 'folder', data: { name } });
      for (const name of suffixes.filter((suffix) => !SUFFIXES.has(suffix)))
        context.report({ node, messageId: 'suffix', data: { name } });
    },
  }),
};

const counted = (max) => ['error', { max, skipBlankLines: true, skipComments: true }];

export default tseslint.config(
  // Scripts run before anything is installed and are plain JavaScript; the type-aware rules have nothing to hold on to there.
  { ignores: ['dist/', 'node_modules/', '.data/', 'coverage/', '**/*.mjs'] },
  {
    files: ['apps/**/*.{ts,tsx}', 'libs/**/*.ts', 'test/**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { house: { rules: { 'file-names': fileNames } } },
    rules: {
      'house/file-names': 'error',
      'max-lines': counted(300),
      'max-lines-per-function': counted(40),
      'max-params': ['error', 4],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      // Naming a property to leave it out of the rest is a use of it.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      // Modules of Nest are classes that carry nothing but their decorator.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // Off: it takes the options objects that Nest asks for, as in NestFactory.create, for instances of classes.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      'no-restricted-syntax': ['error', environmentOnly, ...clockOnly],
    },
  },
  {
    files: ['libs/runtime/src/environment.ts'],
    rules: { 'no-restricted-syntax': ['error', ...clockOnly] },
  },
  {
    files: ['libs/runtime/src/clock.ts'],
    rules: { 'no-restricted-syntax': ['error', environmentOnly] },
  },
  {
    // The simulator stands for a partner: it has a clock of its own, which need not agree with ours.
    files: ['apps/simulator/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', environmentOnly] },
  },
  {
    files: ['apps/console/page/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended, jsxA11y.flatConfigs.strict],
    rules: {
      // A table that is wider than the window must be reached by the keyboard to be scrolled.
      'jsx-a11y/no-noninteractive-tabindex': ['error', { tags: [], roles: ['tabpanel', 'group'] }],
      // The first field of a dialog or of the login is where whoever opened it wants to be.
      'jsx-a11y/no-autofocus': 'off',
    },
  },
  {
    // A browser has no clock but its own; one file reads it, and learns the server's time.
    files: ['apps/console/page/src/format/clock.ts'],
    rules: { 'no-restricted-syntax': ['error', environmentOnly] },
  },
  {
    // Off in tests: a describe is one long function, and tests set the environment and the time of what they try.
    files: ['test/**/*.ts', '**/*.spec.ts'],
    rules: { 'max-lines-per-function': 'off', 'no-restricted-syntax': 'off' },
  },
);
