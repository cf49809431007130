import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vitest/config';

/** The style of SvelteKit's own route announcer, the only style attribute that the pages carry. */
const ROUTE_ANNOUNCER = 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo=';

const API = process.env.TOLLGATE_URL ?? 'http://127.0.0.1:8787';

export default defineConfig({
	plugins: [
		tailwindcss(),
		sveltekit({
			adapter: adapter({ fallback: '200.html' }),
			csp: {
				mode: 'hash',
				directives: {
					'default-src': ['self'],
					'script-src': ['self'],
					'style-src': ['self'],
					'style-src-attr': ['unsafe-hashes', ROUTE_ANNOUNCER],
					'img-src': ['self', 'data:'],
					'connect-src': ['self'],
					'object-src': ['none'],
					'base-uri': ['none'],
					'form-action': ['self']
				}
			},
			// Named by the clock, an unchanged dashboard would be deployed and reloaded anew.
			version: { name: process.env.TOLLGATE_DASHBOARD_VERSION, pollInterval: 300_000 }
		})
	],
	server: { proxy: { '/api': API, '/v1': API } },
	resolve: process.env.VITEST ? { conditions: ['browser'] } : undefined,
	test: { include: ['tests/unit/**/*.test.ts'], testTimeout: 60_000 }
});
