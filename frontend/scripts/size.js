// Prints what a first visit to each page costs in gzip bytes, and fails above the budget.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const BUILT = '.svelte-kit/output/client';
const GENERATED = '.svelte-kit/generated/client-optimized';
const BUDGET_KB = { js: 100, css: 12 };

/** @type {Record<string, { file: string, imports?: string[] }>} */
const manifest = JSON.parse(readFileSync(join(BUILT, '.vite/manifest.json'), 'utf8'));

/** @param {string} file */
const size = (file) => gzipSync(readFileSync(join(BUILT, file)), { level: 9 }).length / 1024;

/** What every page begins with: the runtime, the root layout and its error page. */
const FIRST = Object.keys(manifest).filter(
	(key) => key === `${GENERATED}/app.js` || key.endsWith('/client/entry.js') || /\/nodes\/[01]\.js$/.test(key)
);

/** Every chunk that the keys load at once. @param {string[]} keys */
function reached(keys) {
	const seen = new Set();
	const left = [...keys];
	for (let key = left.pop(); key; key = left.pop()) {
		if (seen.has(key)) continue;
		if (!manifest[key]) throw new Error(`${key} is not in the build's manifest`);
		seen.add(key);
		left.push(...(manifest[key].imports ?? []));
	}
	return [...seen].map((key) => manifest[key].file);
}

/** The nodes of each route, as the router loads them. */
function routes() {
	const source = readFileSync(join(GENERATED, 'app.js'), 'utf8');
	const found = [...source.matchAll(/^\s*"(\/[^"]*)": \[([^\]]*(?:\[[^\]]*\])?[^\]]*)\]/gm)];
	if (found.length === 0) throw new Error('no routes found');
	return found.map(([, route, nodes]) => ({
		route: route.replace('/(app)', '') || '/',
		keys: [...nodes.matchAll(/\d+/g)].map(([node]) => `${GENERATED}/nodes/${node}.js`)
	}));
}

const pages = routes()
	.map(({ route, keys }) => ({ route, kb: reached([...FIRST, ...keys]).reduce((sum, file) => sum + size(file), 0) }))
	.sort((a, b) => b.kb - a.kb);
const css = readdirSync(join(BUILT, '_app/immutable/assets'))
	.filter((file) => file.endsWith('.css'))
	.reduce((sum, file) => sum + size(`_app/immutable/assets/${file}`), 0);

console.log(`JavaScript of a first visit, gzip, budget ${BUDGET_KB.js} KB:`);
for (const { route, kb } of pages) console.log(`  ${kb.toFixed(1).padStart(6)}  ${route}`);
console.log(`css: ${css.toFixed(1)} KB gzip in all, budget ${BUDGET_KB.css} KB`);
if (pages.some(({ kb }) => kb > BUDGET_KB.js) || css > BUDGET_KB.css) {
	console.error('The dashboard is over its size budget.');
	process.exit(1);
}
