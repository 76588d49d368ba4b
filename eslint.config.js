import { createRequire } from 'node:module';
import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Time comes from the clock that tests can set. Reading a given instant (`new Date(x)`) is no reading of the clock. */
const clockRules = [
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: 'Ask the clock.' },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Ask the clock.' },
  { selector: "CallExpression[callee.name='Date']", message: 'Ask the clock.' },
];

const environmentRule = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Only app/platform/environment.ts reads the environment.',
};

/** The policy of the site refuses them, and a page that needs one would break only in the browser. */
const markupRules = [
  { selector: "JSXAttribute[name.name='style']", message: "style-src 'self' refuses inline styles: use a class." },
  { selector: "JSXAttribute[name.name='dangerouslySetInnerHTML']", message: 'Never: render text.' },
];

/** @param {string[]} folders @param {string} why */
const notFrom = (folders, why) => ({
  group: folders.flatMap((folder) => [`~/${folder}`, `~/${folder}/**`, `**/${folder}/**`]),
  message: why,
});

/** @param {{ group: string[], message: string }[]} patterns @returns {import('eslint').Linter.RulesRecord} */
const restrict = (...patterns) => ({ '@typescript-eslint/no-restricted-imports': ['error', { patterns }] });

/** The package comes without types. */
const accessibility = createRequire(import.meta.url)('eslint-plugin-jsx-a11y').flatConfigs.strict;

const nobodyImportsRoutes = notFrom(['routes'], 'Nobody imports from routes, not even a type.');
const onlyServerKnowsServer = notFrom(['server'], 'The server is on top of everything.');

export default defineConfig(
  {
    ignores: [
      'build/**',
      '.data/**',
      '.test/**',
      'node_modules/**',
      'migrations/**',
      'tests/oracle/node_modules/**',
      'tests/vectors/**',
    ],
  },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'no-restricted-syntax': ['error', ...clockRules, environmentRule, ...markupRules],
      'no-async-promise-executor': 'error',
      'no-cond-assign': 'error',
      'no-console': 'error',
      'no-control-regex': 'error',
      'no-debugger': 'error',
      'no-empty': 'error',
      'no-irregular-whitespace': 'error',
      'no-misleading-character-class': 'error',
      'no-self-assign': 'error',
      'no-unsafe-finally': 'error',
      'no-useless-escape': 'error',
      'require-yield': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      // TypeScript knows every name there is.
      'no-undef': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      // `return send(…)` ends a request where it is answered.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-invalid-void-type': 'off',
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // Remix answers by throwing responses.
      '@typescript-eslint/only-throw-error': [
        'error',
        {
          allow: [
            { from: 'lib', name: 'Response' },
            { from: 'package', name: 'TypedResponse', package: '@remix-run/server-runtime' },
          ],
        },
      ],
    },
  },
  { files: ['**/*.tsx'], plugins: accessibility.plugins, rules: accessibility.rules },
  {
    files: ['app/crypto/**'],
    rules: restrict({
      group: ['~/**', '~db/**', '../../[a-z]*/**', '!../../hash'],
      message: 'Crypto knows npm packages only: it could be a package of its own.',
    }),
  },
  {
    files: ['app/audit/**'],
    rules: restrict({
      group: ['~/**', '!~/crypto', '!~/crypto/**', '~db/**', '../*', 'node:*'],
      message: 'The auditor shares crypto with the house and nothing else, and runs in browsers.',
    }),
  },
  {
    files: ['app/platform/**'],
    rules: restrict(
      { group: ['~db/**', '~/crypto/**'], message: 'Platform knows no database and no protocol.' },
      notFrom(['features', 'routes', 'ui'], 'Platform knows nothing above it.'),
      onlyServerKnowsServer,
    ),
  },
  {
    files: ['app/features/**'],
    rules: restrict(nobodyImportsRoutes, onlyServerKnowsServer, {
      group: ['@remix-run/*'],
      message: 'Everything that knows Remix is in routes and server.',
    }),
  },
  {
    files: ['app/ui/**'],
    rules: restrict(
      notFrom(['features', 'routes', 'crypto'], 'The design system knows no domain.'),
      { group: ['~db/**', '@remix-run/*'], message: 'The design system knows no data and no framework.' },
      onlyServerKnowsServer,
    ),
  },
  { files: ['app/routes/**', 'app/commands/**', 'app/server/**'], rules: restrict(nobodyImportsRoutes) },
  {
    // Seed and factories are programs on top: they act as people do, through the features.
    files: ['db/**'],
    ignores: ['db/seed/**', 'db/factories/**'],
    rules: restrict(notFrom(['routes', 'server', 'features', 'ui', 'seed'], 'The database is below them.')),
  },
  {
    files: ['app/platform/clock.ts'],
    rules: { 'no-restricted-syntax': ['error', environmentRule, ...markupRules] },
  },
  {
    files: ['app/platform/environment.ts'],
    rules: { 'no-restricted-syntax': ['error', ...clockRules, ...markupRules] },
  },
  {
    // They wait for a process, or measure one; the child's environment is the parent's, in part.
    files: ['db/embedded.ts', 'db/seed/**'],
    rules: { 'no-restricted-syntax': ['error', ...markupRules] },
  },
  {
    // The browser has no clock but its own.
    files: ['app/ui/signed-in-mark.ts'],
    rules: { 'no-restricted-syntax': ['error', environmentRule, ...markupRules] },
  },
  {
    // On a phone its cells are laid out as blocks, which takes their roles from them: here they are said.
    files: ['app/ui/table.tsx', 'app/features/published/programmes/components/comparison.tsx'],
    rules: { 'jsx-a11y/no-redundant-roles': 'off', 'jsx-a11y/no-interactive-element-to-noninteractive-role': 'off' },
  },
  {
    // Tests drive real processes and time what they measure.
    files: ['tests/**'],
    rules: {
      'no-restricted-syntax': ['error', ...markupRules],
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['**/*.mjs', '*.js', '*.config.ts'],
    rules: {
      'no-restricted-syntax': 'off',
      'no-console': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
    },
  },
);
