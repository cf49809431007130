// Writes the API's types from its OpenAPI document; with --check only says whether they are current.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const DOCUMENT = new URL('../../functions/status/openapi.json', import.meta.url);
const TYPES = new URL('../src/lib/api/schema.d.ts', import.meta.url);
const HEADER = '// Written by `npm run types` from functions/status/openapi.json.\n\n';

const document = JSON.parse(readFileSync(DOCUMENT, 'utf8'));
// A default makes a field optional for those who send it.
const current = HEADER + astToString(await openapiTS(document, { defaultNonNullable: false }));
const isCurrent = existsSync(TYPES) && readFileSync(TYPES, 'utf8') === current;
if (process.argv.includes('--check')) {
	if (!isCurrent) {
		console.error('src/lib/api/schema.d.ts does not match the OpenAPI document: run `npm run types`.');
		process.exit(1);
	}
} else if (!isCurrent) {
	writeFileSync(TYPES, current);
}
