import { existsSync } from 'node:fs';
import { defineConfig, devices } from '@playwright/test';

const SYSTEM_CHROMIUM = '/usr/bin/chromium';
const executablePath = process.env.CHROMIUM_PATH ?? (existsSync(SYSTEM_CHROMIUM) ? SYSTEM_CHROMIUM : undefined);
const isRoot = process.getuid?.() === 0;
/** A busy machine may be slow at any moment: time limits end what would never come, and judge nothing. */
const PATIENCE_MS = 300_000;

/** With `TOLLGATE_URL` the journey runs against that Tollgate, otherwise the pages against mocked answers. */
const target = process.env.TOLLGATE_URL;
/** Where the static server says that it listens: the system gives it a port. */
const pages = process.env.PAGES_PORT && `http://127.0.0.1:${process.env.PAGES_PORT}`;

const browser = {
	...devices['Desktop Chrome'],
	timezoneId: 'Europe/Berlin',
	// What axe sees must not depend on how far a colour has faded.
	contextOptions: { reducedMotion: 'reduce' as const },
	// A container's root has no user namespace for the sandbox.
	launchOptions: { executablePath, args: isRoot ? ['--no-sandbox'] : [], timeout: PATIENCE_MS }
};
const desktop = { ...browser, viewport: { width: 1440, height: 900 } };
const phone = { ...browser, viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

export default defineConfig({
	forbidOnly: !!process.env.CI,
	workers: 2,
	fullyParallel: true,
	reporter: 'list',
	// A page that moves under the pointer loses a click, rarely: what passes only then is listed as flaky.
	retries: 2,
	timeout: PATIENCE_MS,
	expect: { timeout: 60_000 },
	// `--trace retain-on-failure` records what led to a failure, for a third more of the time.
	use: { baseURL: target ?? pages, screenshot: 'only-on-failure' },
	webServer: target
		? undefined
		: {
				command: 'node tests/static-server.js',
				timeout: PATIENCE_MS,
				wait: { stdout: /http:\/\/127\.0\.0\.1:(?<pages_port>\d+)/ }
			},
	projects: target
		? [{ name: 'journey', testDir: 'tests/journey', use: desktop }]
		: [
				{ name: 'light', testDir: 'tests/pages', use: { ...desktop, colorScheme: 'light' } },
				{ name: 'dark', testDir: 'tests/pages', use: { ...desktop, colorScheme: 'dark' } },
				// What only acts, and is not looked at, acts alike on a telephone.
				{ name: 'phone', testDir: 'tests/pages', grepInvert: /@once/, use: { ...phone, colorScheme: 'dark' } }
			]
});
