import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import { readdirSync } from 'node:fs';
import tseslint from 'typescript-eslint';

// Direction of imports, top to bottom. A folder may import what stands below it, never what stands above.
const layers = [
  ['app'],
  ['features'],
  ['actions'],
  ['state', 'canvas', 'ui'],
  ['api'],
  ['math', 'lib'],
];

const upward = layers.slice(1).flatMap((layer, index) =>
  layer.map((folder) => ({
    target: `./src/${folder}`,
    from: layers.slice(0, index + 1).flat().map((above) => `./src/${above}`),
    message: `src/${folder} is below: move the shared part down.`,
  })),
);

const siblings = layers
  .filter((layer) => layer.length > 1)
  .flatMap((layer) =>
    layer.flatMap((folder) =>
      layer
        .filter((other) => other !== folder)
        // The canvas draws with the colours of ui; nothing else on a line knows its neighbour.
        .filter((other) => !(folder === 'canvas' && other === 'ui'))
        .map((other) => ({ target: `./src/${folder}`, from: `./src/${other}`, message: `${folder} and ${other} are on one line.` })),
    ),
  );

const features = readdirSync('./src/features', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => ({
    target: `./src/features/${entry.name}`,
    from: './src/features',
    except: [`./${entry.name}`],
    message: 'Features do not know each other: share through actions, state or ui.',
  }));

export default tseslint.config(
  { ignores: ['src/api/generated/**', 'node_modules/**', 'dist/**'] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  jsxA11y.flatConfigs.recommended,
  reactHooks.configs.flat.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    plugins: { 'import-x': importX },
    languageOptions: { globals: globals.browser },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver({ project: './tsconfig.json' })] },
    rules: {
      'import-x/no-cycle': 'error',
      'import-x/no-restricted-paths': ['error', { zones: [...upward, ...siblings, ...features] }],
      'import-x/no-default-export': 'error',
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 150 }],
      // A switch counts as one decision: it is a table.
      complexity: ['error', { max: 12, variant: 'modified' }],
      'no-console': 'error',
      'no-restricted-globals': [
        'error',
        { name: 'fetch', message: 'Speak through the transport (src/api/transport).' },
        { name: 'confirm', message: 'Decisions are undone, not confirmed.' },
        { name: 'alert', message: 'Use a toast.' },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      // Array access is already checked by the compiler (noUncheckedIndexedAccess).
      '@typescript-eslint/no-non-null-assertion': 'error',
      'jsx-a11y/no-autofocus': ['error', { ignoreNonDOM: true }],
    },
  },
  // The transport is the one place that may call fetch; the config files are read by tools that want a default export.
  { files: ['src/api/transport/**'], rules: { 'no-restricted-globals': 'off' } },
  { files: ['*.config.{js,ts}'], languageOptions: { globals: globals.node }, rules: { 'import-x/no-default-export': 'off' } },
  { files: ['public/**'], languageOptions: { globals: globals.browser } },
  // A test of many cases is one long describe.
  { files: ['**/*.test.{ts,tsx}'], rules: { 'max-lines-per-function': 'off' } },
);
