// Serves build/ the way the deployed distribution does: the fallback page only for navigations,
// and the response headers that a meta tag cannot express.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';

const ROOT = 'build';
const TYPES = /** @type {Record<string, string>} */ ({
	'.html': 'text/html',
	'.js': 'text/javascript',
	'.css': 'text/css',
	'.svg': 'image/svg+xml',
	'.json': 'application/json',
	'.txt': 'text/plain',
	'.woff2': 'font/woff2'
});
const SECURITY =
	"frame-ancestors 'none'; base-uri 'none'; object-src 'none'; form-action 'self'; " +
	"require-trusted-types-for 'script'; trusted-types svelte-trusted-html";

const server = createServer((request, response) => {
	const path = normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname));
	const file = join(ROOT, path);
	const found = existsSync(file) && statSync(file).isFile();
	if (!found && extname(path)) {
		response.writeHead(404).end();
		return;
	}
	const served = found ? file : join(ROOT, '200.html');
	response.writeHead(200, {
		'content-type': TYPES[extname(served)] ?? 'application/octet-stream',
		'content-security-policy': SECURITY,
		'x-content-type-options': 'nosniff'
	});
	createReadStream(served).pipe(response);
});

server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
	process.stdout.write(`http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}\n`);
});
