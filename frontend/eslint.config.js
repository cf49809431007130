import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

export default ts.config(
	{ ignores: ['src/lib/api/schema.d.ts', 'build/', '.svelte-kit/', 'node_modules/', 'playwright-report/', 'test-results/'] },
	...ts.configs.recommended,
	...svelte.configs.recommended,
	{ languageOptions: { globals: { ...globals.browser, ...globals.node } } },
	{ files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
	{
		rules: {
			'no-console': ['error', { allow: ['error'] }],
			'no-eval': 'error',
			eqeqeq: ['error', 'always', { null: 'ignore' }],
			complexity: ['error', 10],
			'max-lines': ['error', 400],
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
			// The site is served from the root of its host, and every link is made in one place (`url.ts`).
			'svelte/no-navigation-without-resolve': 'off',
			'svelte/no-at-html-tags': 'error'
		}
	},
	{ files: ['scripts/**'], rules: { 'no-console': 'off' } },
	{ files: ['tests/**'], rules: { complexity: 'off' } }
);
