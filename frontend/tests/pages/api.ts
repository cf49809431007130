import type { Page, Route } from '@playwright/test';
import { APPROVALS, DENIED, EXPLANATION, VIOLATIONS } from './governing-samples';
import {
	EFFECT,
	EVALUATION,
	HISTORY,
	MODELS_POLICY,
	POLICIES,
	REPLAY,
	TEMPLATE,
	TEMPLATES,
	TESTS_OUTCOME,
	VERSIONS
} from './policy-samples';
import {
	BEN,
	CATALOG,
	INVITATIONS,
	MEMBERS,
	MFA_OFF,
	PASSKEYS,
	PEOPLE,
	PERMISSIONS,
	ROLES,
	SESSIONS,
	STANDING,
	TEAM_TREE,
	TEAMS
} from './identity-samples';
import { BUDGETS, DETAIL, KEYS, ME, NOW, ORGANIZATIONS, REFUSED, REQUESTS, SIGNED_IN, summary } from './samples';
import { ACCESS_RULES, ELEVATIONS, NETWORK, REVIEW_DETAIL, REVIEWS, SECURITY, SSO } from './settings-samples';

type Answer = { status?: number; json?: unknown; headers?: Record<string, string> };
export type Answers = Record<string, (route: Route, url: URL) => Answer | 'abort'>;

const ISSUED = { ...KEYS.items[0], id: 'key_new', name: 'ci', key: 'tg_live_0123456789abcdefghij_SECRETsecretSECRET' };

const POLICY = '/api/v1/policies/pol_models';

const GOVERNING: Answers = {
	'GET /api/v1/policies': () => ({ json: POLICIES }),
	[`GET ${POLICY}`]: () => ({ json: MODELS_POLICY }),
	[`GET ${POLICY}/versions`]: () => ({ json: VERSIONS }),
	[`GET ${POLICY}/versions/3`]: () => ({ json: VERSIONS.items[0] }),
	[`GET ${POLICY}/history`]: () => ({ json: HISTORY }),
	[`GET ${POLICY}/effectiveness`]: () => ({ json: EFFECT }),
	[`GET ${POLICY}/impact`]: (_, url) => ({ json: { ...REPLAY, version: Number(url.searchParams.get('version')) } }),
	[`POST ${POLICY}/replay`]: () => ({ json: REPLAY }),
	[`POST ${POLICY}/test`]: () => ({ json: TESTS_OUTCOME }),
	[`POST ${POLICY}/evaluate`]: () => ({ json: EVALUATION }),
	'GET /api/v1/policy-templates': () => ({ json: TEMPLATES }),
	'GET /api/v1/policy-templates/cost-control': () => ({ json: TEMPLATE }),
	'GET /api/v1/violations': () => ({ json: VIOLATIONS }),
	'GET /api/v1/approvals': () => ({ json: APPROVALS }),
	'GET /api/v1/requests/req_denied': () => ({ json: DENIED }),
	'GET /api/v1/requests/req_denied/explanation': () => ({ json: EXPLANATION }),
	'GET /api/v1/requests/req_refused/explanation': () => ({
		json: { ...EXPLANATION, summary: 'Refused: the budget of key search-ranker is used up.', policies: [] }
	})
};

const IDENTITY: Answers = {
	'GET /api/v1/users': (_, url) => ({ json: peopleLike(url.searchParams) }),
	'GET /api/v1/users/me': () => ({ json: PEOPLE.items[0] }),
	'GET /api/v1/users/usr_2': () => ({ json: BEN }),
	'GET /api/v1/users/usr_2/mfa': () => ({ json: STANDING }),
	'GET /api/v1/users/usr_1/permissions': () => ({ json: PERMISSIONS }),
	'GET /api/v1/users/usr_2/permissions': () => ({ json: PERMISSIONS }),
	'GET /api/v1/teams': () => ({ json: TEAMS }),
	'GET /api/v1/teams/tree': () => ({ json: TEAM_TREE }),
	'GET /api/v1/teams/team_1': () => ({ json: TEAMS.items[0] }),
	'GET /api/v1/teams/team_1/members': () => ({ json: MEMBERS }),
	'GET /api/v1/roles': () => ({ json: ROLES }),
	'GET /api/v1/roles/permissions': () => ({ json: { items: CATALOG, next_cursor: null } }),
	'GET /api/v1/invitations': () => ({ json: INVITATIONS }),
	'GET /api/v1/auth/sessions': () => ({ json: SESSIONS }),
	'GET /api/v1/auth/mfa': () => ({ json: MFA_OFF }),
	'GET /api/v1/auth/passkeys': () => ({ json: PASSKEYS }),
	'GET /api/v1/admin/security-settings': () => ({ json: SECURITY }),
	'GET /api/v1/admin/network-security': () => ({ json: NETWORK }),
	'GET /api/v1/access-rules': () => ({ json: ACCESS_RULES }),
	'GET /api/v1/access-reviews': () => ({ json: REVIEWS }),
	'GET /api/v1/access-reviews/arv_1': () => ({ json: REVIEW_DETAIL }),
	'GET /api/v1/elevations': () => ({ json: ELEVATIONS }),
	'GET /api/v1/sso-connections': () => ({ json: SSO })
};

const DEFAULTS: Answers = {
	...GOVERNING,
	...IDENTITY,
	'GET /api/v1/auth/me': () => ({ json: ME }),
	'POST /api/v1/auth/login': () => ({ json: SIGNED_IN }),
	'POST /api/v1/auth/logout': () => ({ status: 204 }),
	'GET /api/v1/usage/summary': (_, url) => ({ json: summary(url.searchParams) }),
	'GET /api/v1/budgets': () => ({ json: BUDGETS }),
	'GET /api/v1/requests': (_, url) => ({ json: { ...REQUESTS, items: REQUESTS.items.slice(0, Number(url.searchParams.get('limit'))) } }),
	'GET /api/v1/requests/req_settled': () => ({ json: DETAIL }),
	'GET /api/v1/requests/req_refused': () => ({ json: REFUSED }),
	'GET /api/v1/api-keys': () => ({ json: KEYS }),
	'POST /api/v1/api-keys': () => ({ status: 201, json: ISSUED }),
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

function peopleLike(query: URLSearchParams) {
	const q = query.get('q') ?? '';
	const status = query.get('status');
	return {
		...PEOPLE,
		items: PEOPLE.items.filter((one) => `${one.name} ${one.email}`.includes(q) && (!status || one.status === status))
	};
}

function notFound(): Answer {
	return problem(404, 'not_found', 'No such sample.');
}
