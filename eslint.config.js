import js from '@eslint/js'
import { defineConfig, globalIgnores } from 'eslint/config'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'

const typed = [
  '{db,server,scripts,bench}/**/*.ts',
  '*.ts',
  'web/*.ts',
  'web/e2e/**/*.ts',
  'web/src/**/*.ts',
]

export default defineConfig(
  globalIgnores([
    '**/build',
    '**/.svelte-kit',
    '**/node_modules',
    'web/src/lib/api/schema.d.ts',
    '.data',
  ]),
  js.configs.recommended,
  {
    files: typed,
    ignores: ['**/*.svelte.ts'],
    extends: [ts.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      // Fastify's plugins are async without awaiting.
      '@typescript-eslint/require-await': 'off',
      // A fixture that takes nothing.
      'no-empty-pattern': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      // `${number}` says what it means.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    files: ['**/*.test.ts', '**/*.e2e.ts', '**/testing.ts'],
    rules: {
      // `response.json()` is any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  // Typed rules see `any` for callback props of other components; svelte-check knows their types.
  { files: ['**/*.svelte', '**/*.svelte.ts'], extends: [ts.configs.recommended] },
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { globals: globals.browser, parserOptions: { parser: ts.parser } },
    rules: {
      // svelte-check knows the types, this rule does not.
      'no-undef': 'off',
      // Paths carry the language and come from `href()`, which knows them all.
      'svelte/no-navigation-without-resolve': 'off',
    },
  },
  { files: ['web/src/**/*.ts'], languageOptions: { globals: globals.browser } },
  { files: ['**/*.{js,mjs,cjs}'], languageOptions: { globals: globals.node } },
)
