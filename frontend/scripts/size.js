// Prints what a first visit and each route cost in gzip bytes, and fails above the budget.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';

const ROOT = 'build';
const BUDGET_KB = { js: 100, css: 12 };

/** @param {string} folder @returns {string[]} */
function files(folder) {
	return readdirSync(folder).flatMap((name) => {
		const path = join(folder, name);
		return statSync(path).isDirectory() ? files(path) : [path];
	});
}

/** @param {string} ending */
function sized(ending) {
	return files(ROOT)
		.filter((path) => path.endsWith(ending))
		.map((path) => ({ path: relative(ROOT, path), kb: gzipSync(readFileSync(path), { level: 9 }).length / 1024 }))
		.sort((a, b) => b.kb - a.kb);
}

let over = false;
for (const [kind, budget] of Object.entries(BUDGET_KB)) {
	const all = sized(`.${kind}`);
	const total = all.reduce((sum, file) => sum + file.kb, 0);
	over ||= total > budget;
	console.log(`${kind}: ${total.toFixed(1)} KB gzip in ${all.length} files, budget ${budget} KB`);
	for (const file of all.slice(0, 4)) console.log(`  ${file.kb.toFixed(1).padStart(6)}  ${file.path}`);
}
if (over) {
	console.error('The dashboard is over its size budget.');
	process.exit(1);
}
