import type { Page, Route } from '@playwright/test';
import { BUDGETS, DETAIL, KEYS, ME, NOW, ORGANIZATIONS, PERSON, REFUSED, REQUESTS, summary, TEAMS } from './samples';

type Answer = { status?: number; json?: unknown; headers?: Record<string, string> };
export type Answers = Record<string, (route: Route, url: URL) => Answer | 'abort'>;

const ISSUED = { ...KEYS.items[0], id: 'key_new', name: 'ci', key: 'tg_live_0123456789abcdefghij_SECRETsecretSECRET' };

const DEFAULTS: Answers = {
	'GET /api/v1/auth/me': () => ({ json: ME }),
	'POST /api/v1/auth/login': () => ({ json: { access_token: 'unused', token_type: 'Bearer', expires_in: 28800, user: PERSON } }),
	'POST /api/v1/auth/logout': () => ({ status: 204 }),
	'GET /api/v1/usage/summary': (_, url) => ({ json: summary(url.searchParams) }),
	'GET /api/v1/budgets': () => ({ json: BUDGETS }),
	'GET /api/v1/requests': (_, url) => ({ json: { ...REQUESTS, items: REQUESTS.items.slice(0, Number(url.searchParams.get('limit'))) } }),
	'GET /api/v1/requests/req_settled': () => ({ json: DETAIL }),
	'GET /api/v1/requests/req_refused': () => ({ json: REFUSED }),
	'GET /api/v1/api-keys': () => ({ json: KEYS }),
	'POST /api/v1/api-keys': () => ({ status: 201, json: ISSUED }),
	'GET /api/v1/teams': () => ({ json: TEAMS }),
	'GET /api/v1/organizations': () => ({ json: ORGANIZATIONS })
};

/** Answers the page's API calls from samples, at a fixed time; what is not listed fails the call. */
export async function mockApi(page: Page, answers: Answers = {}): Promise<void> {
	await page.clock.setFixedTime(NOW);
	await page.route('**/api/v1/**', async (route) => {
		const url = new URL(route.request().url());
		const name = `${route.request().method()} ${url.pathname}`;
		const answer = ({ ...DEFAULTS, ...answers }[name] ?? notFound)(route, url);
		if (answer === 'abort') return route.abort();
		const { status = 200, json, headers } = answer;
		return route.fulfill({ status, headers, ...(json === undefined ? {} : { json }) });
	});
}

export function problem(status: number, code: string, detail: string, retryAfter?: number): Answer {
	return {
		status,
		headers: retryAfter ? { 'retry-after': String(retryAfter) } : {},
		json: { type: 'about:blank', title: code, status, code, detail, request_id: 'req_problem' }
	};
}

function notFound(): Answer {
	return problem(404, 'not_found', 'No such sample.');
}
