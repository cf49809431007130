import { existsSync } from 'node:fs';
import { defineConfig, devices } from '@playwright/test';

const PORT = 4178;
const SYSTEM_CHROMIUM = '/usr/bin/chromium';
const executablePath = process.env.CHROMIUM_PATH ?? (existsSync(SYSTEM_CHROMIUM) ? SYSTEM_CHROMIUM : undefined);
const isRoot = process.getuid?.() === 0;

/** With `TOLLGATE_URL` the journey runs against that Tollgate, otherwise the pages against mocked answers. */
const target = process.env.TOLLGATE_URL;

const browser = {
	...devices['Desktop Chrome'],
	timezoneId: 'Europe/Berlin',
	// A container's root has no user namespace for the sandbox.
	launchOptions: { executablePath, args: isRoot ? ['--no-sandbox'] : [] }
};
const desktop = { ...browser, viewport: { width: 1440, height: 900 } };
const phone = { ...browser, viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

export default defineConfig({
	forbidOnly: !!process.env.CI,
	workers: 2,
	reporter: 'list',
	timeout: 60_000,
	expect: { timeout: 15_000 },
	use: { baseURL: target ?? `http://127.0.0.1:${PORT}`, trace: 'retain-on-failure' },
	webServer: target
		? undefined
		: { command: `node tests/static-server.js ${PORT}`, url: `http://127.0.0.1:${PORT}/robots.txt`, reuseExistingServer: false },
	projects: target
		? [{ name: 'journey', testDir: 'tests/journey', use: desktop }]
		: [
				{ name: 'light', testDir: 'tests/pages', use: { ...desktop, colorScheme: 'light' } },
				{ name: 'dark', testDir: 'tests/pages', use: { ...desktop, colorScheme: 'dark' } },
				{ name: 'phone', testDir: 'tests/pages', use: { ...phone, colorScheme: 'dark', contextOptions: { reducedMotion: 'reduce' } } }
			]
});
